#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

static void check(long value, const char *call) {
    if (value == -1 && errno != EAGAIN) {
        perror(call);
        exit(1);
    }
}

/* step: receive */
static char receive(int sockfd, char wanted, int arrives) {
    char buf[2];
    check(recv(sockfd, buf, 2, 0), "recv");
    int is_new = buf[0] == wanted;
    if (is_new)
        printf("       %.2s\n", buf);
    const char *arrow = arrives ? "<--" : "x--";
    printf("   %s %c\n", arrow, buf[0]);
    if (arrives)
        check(send(sockfd, buf, 1, 0), "send");
    return wanted + is_new;
}
/* end: receive */

int main(void) {
    struct timeval limit = {.tv_usec = 100000};
    char ack = 0, wanted = '0';
    int turn = 0, sv[2];
    check(socketpair(AF_UNIX, SOCK_DGRAM, 0, sv), "pair");
    check(setsockopt(sv[0], SOL_SOCKET, SO_RCVTIMEO, &limit,
                     sizeof(limit)), "setsockopt");
    /* step: send */
    for (const char *data = "0a1b2c"; *data; data += 2)
        while (ack != data[0]) {
            int arrives = ++turn != 2;
            const char *arrow = arrives ? "-->" : "--x";
            printf("%.2s %s\n", data, arrow);
            if (arrives) {
                check(send(sv[0], data, 2, 0), "send");
                wanted = receive(sv[1], wanted, turn != 4);
            }
            check(recv(sv[0], &ack, 1, 0), "recv");
        }
    /* end: send */
    check(close(sv[0]), "close");
    check(close(sv[1]), "close");
    return 0;
}
