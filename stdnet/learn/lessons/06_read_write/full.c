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
    char data[4096] = {0};
    int sent = 0, received = 0;

    /* step: full */
    n = send(client, data, sizeof(data), MSG_DONTWAIT);
    while (n != -1) {
        sent += n;
        n = send(client, data, sizeof(data), MSG_DONTWAIT);
    }
    perror("send");

    while (received < sent) {
        n = recv(server, data, sizeof(data), 0);
        check(n, "recv");
        received += n;
    }
    printf("sent - received = %d\n", sent - received);
    n = send(client, "abc", 3, 0);
    check(n, "send");
    printf("send = %d\n", n);
    /* end: full */

    check(close(client), "close");
    check(close(server), "close");
    return 0;
}
