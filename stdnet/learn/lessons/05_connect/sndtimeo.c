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
    socklen_t addrlen = sizeof(addr);
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    check(listener, "socket");
    sockaddr *serv_addr = (sockaddr *)&addr;
    check(bind(listener, serv_addr, addrlen), "bind");
    check(listen(listener, 0), "listen");
    check(getsockname(listener, serv_addr, &addrlen),
          "getsockname");

    struct timeval wait = {.tv_usec = 100000};
    int fds[2];
    for (int i = 0; i < 2; i++) {
        fds[i] = socket(AF_INET, SOCK_STREAM, 0);
        check(fds[i], "socket");
        check(setsockopt(fds[i], SOL_SOCKET, SO_SNDTIMEO,
                         &wait, sizeof(wait)),
              "setsockopt");
        int n = connect(fds[i], serv_addr, addrlen);
        if (n == -1)
            perror("connect");
    }
    check(close(fds[0]), "close");
    check(close(fds[1]), "close");
    check(close(listener), "close");
    return 0;
}
