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

int main(void) {
    int fds[4], n;
    for (int i = 0; i < 4; i++) {
        fds[i] = socket(AF_INET, SOCK_STREAM, 0);
        check(fds[i], "socket");
    }
    int listener = fds[0], other = fds[1];
    int early = fds[2], client = fds[3];

    /* step: bind */
    struct sockaddr_in addr = {.sin_family = AF_INET};
    addr.sin_port = htons(0);
    addr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    sockaddr *my_addr = (sockaddr *)&addr;
    socklen_t addrlen = sizeof(addr);
    check(bind(listener, my_addr, addrlen), "bind");
    n = getsockname(listener, my_addr, &addrlen);
    check(n, "getsockname");
    printf("bind = 127.0.0.1:%d\n", ntohs(addr.sin_port));
    /* end: bind */

    /* step: twice */
    if (bind(other, my_addr, addrlen) == -1)
        perror("bind");
    /* end: twice */

    /* step: listen */
    if (connect(early, my_addr, addrlen) == -1)
        perror("connect");
    check(listen(listener, 128), "listen");
    n = connect(client, my_addr, addrlen);
    check(n, "connect");
    printf("connect = %d\n", n);
    /* end: listen */

    for (int i = 0; i < 4; i++)
        check(close(fds[i]), "close");
}
