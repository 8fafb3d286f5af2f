/* step: connect */
#include <arpa/inet.h>
#include <stdio.h>
#include <unistd.h>

int main(void) {
    int sockfd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in addr = {
        .sin_family = AF_INET,
        .sin_port = htons(1),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    if (connect(sockfd, (struct sockaddr *)&addr, sizeof(addr)) == -1)
        perror("connect");
    if (close(sockfd) == -1)
        perror("close");
    return 0;
}
/* end: connect */
