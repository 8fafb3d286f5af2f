#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

typedef struct sockaddr sockaddr;

void check(int n, const char *call) {
    if (n == -1) {
        perror(call);
        exit(1);
    }
}

void show(in_port_t port) {
    struct sockaddr_in addr = {
        .sin_family = AF_INET,
        .sin_port = port,
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    socklen_t addrlen = sizeof(addr);
    int sockfd = socket(AF_INET, SOCK_DGRAM, 0);
    check(sockfd, "socket");
    check(connect(sockfd, (sockaddr *)&addr, addrlen),
          "connect");
    check(getpeername(sockfd, (sockaddr *)&addr, &addrlen),
          "getpeername");
    printf("getpeername: %d\n", ntohs(addr.sin_port));
    check(close(sockfd), "close");
}

int main(void) {
    show(8080);
    show(htons(8080));
    return 0;
}
