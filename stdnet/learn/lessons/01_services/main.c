#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct sockaddr sockaddr;

void check(ssize_t n, const char *call) {
    if (n == -1) {
        perror(call);
        exit(1);
    }
}

void send_all(int fd, struct sockaddr_in *to) {
    const char *records[] = {"a", "bb", "ccc"};
    for (int i = 0; i < 3; i++) {
        const char *data = records[i];
        int n = sendto(fd, data, strlen(data), 0,
                       (sockaddr *)to, sizeof(*to));
        check(n, "sendto");
        printf("sendto = %d\n", n);
    }
}

int main(void) {
    char buf[64];
    struct sockaddr_in to = {.sin_family = AF_INET};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t addrlen = sizeof(to);

    int receiver = socket(AF_INET, SOCK_DGRAM, 0);
    check(receiver, "socket");
    check(bind(receiver, (sockaddr *)&to, addrlen), "bind");
    check(getsockname(receiver, (sockaddr *)&to, &addrlen),
          "getsockname");
    int sender = socket(AF_INET, SOCK_DGRAM, 0);
    check(sender, "socket");
    send_all(sender, &to);
    for (int i = 0; i < 3; i++) {
        int n = recv(receiver, buf, sizeof(buf), 0);
        check(n, "recv");
        printf("recv = %.*s\n", n, buf);
    }
    check(close(receiver), "close");
    send_all(sender, &to);
    check(close(sender), "close");
    return 0;
}
