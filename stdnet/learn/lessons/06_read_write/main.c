#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

void check(int n, const char *call) {
    if (n == -1) {
        perror(call);
        exit(1);
    }
}

int main(void) {
    /* step: pair */
    int sv[2];
    int n = socketpair(AF_UNIX, SOCK_STREAM, 0, sv);
    check(n, "socketpair");
    int client = sv[0], server = sv[1];
    char buf[64];
    /* end: pair */

    /* step: write */
    n = write(client, "ping", 4);
    check(n, "write");
    printf("write = %d\n", n);
    n = read(server, buf, sizeof(buf));
    check(n, "read");
    printf("read = %d: %.*s\n", n, n, buf);
    /* end: write */

    /* step: together */
    check(send(client, "abc", 3, 0), "send");
    check(send(client, "def", 3, 0), "send");
    n = recv(server, buf, sizeof(buf), 0);
    check(n, "recv");
    printf("recv = %d: %.*s\n", n, n, buf);
    /* end: together */

    /* step: apart */
    check(send(client, "abcdef", 6, 0), "send");
    n = recv(server, buf, 4, 0);
    check(n, "recv");
    printf("recv = %d: %.*s\n", n, n, buf);
    n = recv(server, buf, 4, 0);
    check(n, "recv");
    printf("recv = %d: %.*s\n", n, n, buf);
    /* end: apart */

    /* step: end */
    check(close(client), "close");
    n = recv(server, buf, sizeof(buf), 0);
    check(n, "recv");
    printf("recv = %d\n", n);
    check(close(server), "close");
    /* end: end */
    return 0;
}
