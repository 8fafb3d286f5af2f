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
void serve(int listener) {
    struct sockaddr_in cliaddr;
    struct sockaddr *sa = (struct sockaddr *)&cliaddr;
    socklen_t addrlen = sizeof(cliaddr);
    int stream = accept(listener, sa, &addrlen);
    check(stream, "accept");
    char *ip = inet_ntoa(cliaddr.sin_addr);
    printf("accept: %s:%d\n", ip, ntohs(cliaddr.sin_port));
    check(send(stream, "!", 1, 0), "send");
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
    /* step: clients */
    check(connect(first, sa, len), "connect");
    check(connect(second, sa, len), "connect");
    serve(listener);
    char buf[1];
    if (recv(second, buf, 1, MSG_DONTWAIT) == -1)
        perror("recv");
    serve(listener);
    check(recv(second, buf, 1, 0), "recv");
    printf("recv: %c\n", buf[0]);
    /* end: clients */
    for (int i = 0; i < 3; i++)
        check(close(fds[i]), "close");
}
