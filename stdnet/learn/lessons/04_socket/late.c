#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void) {
    int sockfd = socket(AF_INET, SOCK_STREAM, IPPROTO_UDP);
    close(sockfd);
    if (sockfd == -1)
        perror("socket");

    sockfd = socket(AF_INET, SOCK_STREAM, IPPROTO_UDP);
    int code = errno;
    close(sockfd);
    if (sockfd == -1) {
        errno = code;
        perror("socket");
    }
    return 0;
}
