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

/* step: bound */
int bound(struct sockaddr_in *addr) {
    socklen_t addrlen = sizeof(*addr);
    *addr = (struct sockaddr_in){.sin_family = AF_INET};
    addr->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    check(fd, "socket");
    check(bind(fd, (sockaddr *)addr, addrlen), "bind");
    int n = getsockname(fd, (sockaddr *)addr, &addrlen);
    check(n, "getsockname");
    return fd;
}
/* end: bound */

int main(void) {
    struct sockaddr_in addr, peer;
    int client = bound(&addr), server = bound(&addr), n;
    sockaddr *to = (sockaddr *)&addr;
    sockaddr *from = (sockaddr *)&peer;
    socklen_t addrlen = sizeof(peer), size = addrlen;
    char buf[64];
    /* step: sendto */
    check(sendto(client, "abc", 3, 0, to, size), "sendto");
    check(sendto(client, "de", 2, 0, to, size), "sendto");
    /* end: sendto */
    /* step: recvfrom */
    for (int i = 0; i < 2; i++) {
        n = recvfrom(server, buf, 64, 0, from, &addrlen);
        check(n, "recvfrom");
        printf("recvfrom = %d: %.*s\n", n, n, buf);
    }
    /* end: recvfrom */
    /* step: answer */
    char *ip = inet_ntoa(peer.sin_addr);
    printf("from = %s:%d\n", ip, ntohs(peer.sin_port));
    check(sendto(server, "ok", 2, 0, from, size), "sendto");
    n = recvfrom(client, buf, 64, 0, NULL, NULL);
    check(n, "recvfrom");
    printf("recvfrom = %d: %.*s\n", n, n, buf);
    /* end: answer */
    check(close(client), "close");
    check(close(server), "close");
}
