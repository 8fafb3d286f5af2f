#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void check(int n, const char *call) {
    if (n == -1) {
        perror(call);
        exit(1);
    }
}

/* step: serve */
void serve(int listener, socklen_t addrlen) {
    struct sockaddr_in cliaddr = {0};
    struct sockaddr *sa = (struct sockaddr *)&cliaddr;
    printf("addrlen = %u\n", addrlen);
    int stream = accept(listener, sa, &addrlen);
    check(stream, "accept");
    printf("addrlen = %u\n", addrlen);
    char *ip = inet_ntoa(cliaddr.sin_addr);
    printf("accept: %s:%d\n", ip, ntohs(cliaddr.sin_port));
    check(close(stream), "close");
}
/* end: serve */

int main(void) {
    struct sockaddr_in addr = {.sin_family = AF_INET};
    addr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    struct sockaddr *sa = (struct sockaddr *)&addr;
    socklen_t len = sizeof(addr);
    int fds[3];
    for (int i = 0; i < 3; i++) {
        fds[i] = socket(AF_INET, SOCK_STREAM, 0);
        check(fds[i], "socket");
    }
    int listener = fds[0], first = fds[1], second = fds[2];
    check(bind(listener, sa, len), "bind");
    check(listen(listener, 128), "listen");
    check(getsockname(listener, sa, &len), "getsockname");
    check(connect(first, sa, len), "connect");
    check(connect(second, sa, len), "connect");
    /* step: calls */
    serve(listener, 0);
    serve(listener, sizeof(struct sockaddr_in));
    /* end: calls */
    for (int i = 0; i < 3; i++)
        check(close(fds[i]), "close");
}
