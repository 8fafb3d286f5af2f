#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

void check(ssize_t n, const char *call) {
    if (n == -1) {
        perror(call);
        exit(1);
    }
}

int main(void) {
    char buf[64];
    int n, ends[2];

    check(socketpair(AF_UNIX, SOCK_STREAM, 0, ends),
          "socketpair");
    check(send(ends[0], "a", 1, 0), "send");
    check(send(ends[0], "bb", 2, 0), "send");
    n = recv(ends[1], buf, sizeof(buf), 0);
    check(n, "recv");
    printf("stream: %.*s\n", n, buf);
    check(close(ends[0]), "close");
    check(close(ends[1]), "close");

    check(socketpair(AF_UNIX, SOCK_DGRAM, 0, ends),
          "socketpair");
    check(send(ends[0], "a", 1, 0), "send");
    check(send(ends[0], "bb", 2, 0), "send");
    n = recv(ends[1], buf, sizeof(buf), 0);
    check(n, "recv");
    printf("datagram: %.*s\n", n, buf);
    n = recv(ends[1], buf, sizeof(buf), 0);
    check(n, "recv");
    printf("datagram: %.*s\n", n, buf);
    check(close(ends[0]), "close");
    check(close(ends[1]), "close");
    return 0;
}
