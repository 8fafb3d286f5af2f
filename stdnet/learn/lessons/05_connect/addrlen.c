#include <arpa/inet.h>
#include <stdio.h>
#include <unistd.h>

int main(void) {
    struct sockaddr_in addr = {
        .sin_family = AF_INET,
        .sin_port = htons(80),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    struct sockaddr *serv_addr = (struct sockaddr *)&addr;
    int sockfd = socket(AF_INET, SOCK_STREAM, 0);
    if (sockfd == -1) {
        perror("socket");
        return 1;
    }
    if (connect(sockfd, serv_addr, sizeof(serv_addr)) == -1)
        perror("connect");
    if (close(sockfd) == -1)
        perror("close");
    return 0;
}
