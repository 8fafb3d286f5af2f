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
    struct sockaddr_in addr = {
        .sin_family = AF_INET,
        .sin_port = htons(1),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    sockaddr *to = (sockaddr *)&addr;
    socklen_t addrlen = sizeof(addr);
    char buf[64];
    int client = socket(AF_INET, SOCK_DGRAM, 0);
    check(client, "socket");

    /* step: silence */
    int n = sendto(client, "abc", 3, 0, to, addrlen);
    check(n, "sendto");
    printf("sendto = %d\n", n);
    if (recv(client, buf, 64, MSG_DONTWAIT) == -1)
        perror("recv");
    /* end: silence */

    /* step: refused */
    check(connect(client, to, addrlen), "connect");
    n = send(client, "abc", 3, 0);
    check(n, "send");
    printf("send = %d\n", n);
    if (recv(client, buf, 64, 0) == -1)
        perror("recv");
    /* end: refused */

    check(close(client), "close");
    return 0;
}
