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
    int sv[2];
    int n = socketpair(AF_UNIX, SOCK_STREAM, 0, sv);
    check(n, "socketpair");
    int client = sv[0], server = sv[1];
    char buf[64] = {0};

    /* step: stale */
    check(send(client, "abcdef", 6, 0), "send");
    check(recv(server, buf, sizeof(buf), 0), "recv");
    printf("%s\n", buf);
    check(send(client, "xy", 2, 0), "send");
    check(recv(server, buf, sizeof(buf), 0), "recv");
    printf("%s\n", buf);
    /* end: stale */

    check(close(client), "close");
    check(close(server), "close");
    return 0;
}
