#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct sockaddr sockaddr;

void check(int n, const char *call) {
    if (n == -1) {
        perror(call);
        exit(1);
    }
}

void attempt(sockaddr *serv_addr, socklen_t addrlen) {
    int sockfd = socket(AF_INET, SOCK_STREAM, 0);
    check(sockfd, "socket");
    if (connect(sockfd, serv_addr, addrlen) == -1)
        printf("connect: %s\n", strerror(errno));
    else
        printf("connect = 0\n");
    check(close(sockfd), "close");
}

int main(void) {
    struct sockaddr_in addr = {.sin_family = AF_INET};
    addr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t addrlen = sizeof(addr);
    sockaddr *serv_addr = (sockaddr *)&addr;

    int listener = socket(AF_INET, SOCK_STREAM, 0);
    check(listener, "socket");
    check(bind(listener, serv_addr, addrlen), "bind");
    check(listen(listener, 128), "listen");
    check(getsockname(listener, serv_addr, &addrlen),
          "getsockname");

    attempt(serv_addr, addrlen);
    check(close(listener), "close");
    attempt(serv_addr, addrlen);
    addr.sin_addr.s_addr = htonl(INADDR_BROADCAST);
    attempt(serv_addr, addrlen);
    return 0;
}
