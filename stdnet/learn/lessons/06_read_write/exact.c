#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

void check(int n, const char *call) {
    if (n == -1) {
        perror(call);
        exit(1);
    }
}

/* step: exact */
int recv_exact(int fd, char *buf, int len) {
    int got = 0;
    while (got < len) {
        int n = recv(fd, buf + got, len - got, 0);
        if (n <= 0)
            return n;
        got += n;
    }
    return got;
}
/* end: exact */

int main(void) {
    int sv[2];
    int n = socketpair(AF_UNIX, SOCK_STREAM, 0, sv);
    check(n, "socketpair");
    int client = sv[0], server = sv[1];
    char buf[6];

    int child = fork();
    check(child, "fork");
    if (child == 0) {
        for (int i = 0; i < 6; i++)
            check(send(client, &"abcdef"[i], 1, 0), "send");
        _exit(0);
    }
    n = recv_exact(server, buf, 6);
    check(n, "recv");
    printf("recv_exact = %d: %.*s\n", n, n, buf);

    check(waitpid(child, NULL, 0), "waitpid");
    check(close(client), "close");
    check(close(server), "close");
    return 0;
}
