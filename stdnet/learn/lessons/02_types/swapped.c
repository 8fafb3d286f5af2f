#include <arpa/inet.h>
#include <stdio.h>
#include <unistd.h>

int main(void) {
    struct sockaddr_in addr = {
        .sin_family = AF_INET,
        .sin_port = htons(80),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    int sockfd = socket(SOCK_STREAM, AF_INET, 0);
    if (sockfd == -1) {
        perror("socket");
        return 1;
    }
    if (connect(sockfd, (struct sockaddr *)&addr,
                sizeof(addr)) == -1)
        perror("connect");
    if (close(sockfd) == -1)
        perror("close");
    return 0;
}
