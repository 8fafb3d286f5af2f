#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include <unistd.h>

typedef struct sockaddr sockaddr;

void check(int n, const char *call) {
    if (n == -1) {
        perror(call);
        exit(1);
    }
}

int main(void) {
    struct sockaddr_in addr = {.sin_family = AF_INET};
    addr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    sockaddr *sa = (sockaddr *)&addr;
    socklen_t addrlen = sizeof(addr);
    struct timeval limit = {.tv_usec = 100000};
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    check(listener, "socket");
    check(bind(listener, sa, addrlen), "bind");
    int n = getsockname(listener, sa, &addrlen);
    check(n, "getsockname");
    int fds[4], stream = -1;
    /* step: fill */
    check(listen(listener, 1), "listen");
    for (int i = 0; i < 4; i++) {
        int fd = socket(AF_INET, SOCK_STREAM, 0);
        check(fd, "socket");
        fds[i] = fd;
        n = setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit,
                       sizeof(limit));
        check(n, "setsockopt");
        if (connect(fd, sa, addrlen) == 0) {
            printf("connect = 0\n");
            continue;
        }
        perror("connect");
        stream = accept(listener, NULL, NULL);
        check(stream, "accept");
        printf("accept\n");
    }
    /* end: fill */
    for (int i = 0; i < 4; i++)
        check(close(fds[i]), "close");
    check(close(stream), "close");
    check(close(listener), "close");
}
