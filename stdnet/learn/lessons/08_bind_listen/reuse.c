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

int tcp(int on) {
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    check(fd, "socket");
    int n = setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on,
                       sizeof(on));
    check(n, "setsockopt");
    return fd;
}

void restart(int on) {
    struct sockaddr_in addr = {.sin_family = AF_INET};
    addr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    sockaddr *sa = (sockaddr *)&addr;
    socklen_t len = sizeof(addr);
    /* step: restart */
    int first = tcp(on), second = tcp(on), client = tcp(on);
    check(bind(first, sa, len), "bind");
    check(getsockname(first, sa, &len), "getsockname");
    check(listen(first, 128), "listen");
    check(connect(client, sa, len), "connect");
    int stream = accept(first, NULL, NULL);
    check(stream, "accept");
    check(close(stream), "close");
    check(close(client), "close");
    check(close(first), "close");
    printf("SO_REUSEADDR = %d\n", on);
    if (bind(second, sa, len) == -1)
        perror("bind");
    else
        printf("bind = 0\n");
    /* end: restart */
    check(close(second), "close");
}

int main(void) {
    restart(0);
    restart(1);
}
