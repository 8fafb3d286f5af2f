#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static void check(long value, const char *call) {
    if (value == -1) {
        perror(call);
        exit(1);
    }
}

/* step: records */
static void records(const char *name, int ty) {
    char buf[16];
    ssize_t n;
    int sv[2];
    check(socketpair(AF_UNIX, ty, 0, sv), "socketpair");
    check(write(sv[0], "one", 3), "write");
    check(write(sv[0], "three", 5), "write");
    check(close(sv[0]), "close");
    do {
        n = read(sv[1], buf, sizeof(buf));
        check(n, "read");
        printf("%s %zd \"%.*s\"\n", name, n, (int)n, buf);
    } while (n > 0);
    check(close(sv[1]), "close");
}
/* end: records */

int main(void) {
    records("SOCK_STREAM", SOCK_STREAM);
    records("SOCK_SEQPACKET", SOCK_SEQPACKET);
    return 0;
}
