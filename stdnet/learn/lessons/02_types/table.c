#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct name {
    int number;
    const char *text;
} families[] = {
    {AF_INET, "AF_INET"},
    {AF_INET6, "AF_INET6"},
    {AF_UNIX, "AF_UNIX"},
}, types[] = {
    {SOCK_STREAM, "SOCK_STREAM"},
    {SOCK_DGRAM, "SOCK_DGRAM"},
    {SOCK_SEQPACKET, "SOCK_SEQPACKET"},
    {SOCK_RAW, "SOCK_RAW"},
};

int option(int sockfd, int name) {
    int value = 0;
    socklen_t n = sizeof(value);
    if (getsockopt(sockfd, SOL_SOCKET, name, &value, &n))
        perror("getsockopt");
    return value;
}

void show(int family, int type) {
    int sockfd = socket(family, type, 0);
    if (sockfd == -1) {
        printf("%s\n", strerror(errno));
        return;
    }
    int number = option(sockfd, SO_TYPE);
    int protocol = option(sockfd, SO_PROTOCOL);
    printf("type %d, protocol %d\n", number, protocol);
    if (close(sockfd) == -1)
        perror("close");
}

int main(void) {
    for (struct name *f = families; f < families + 3; f++)
        for (struct name *t = types; t < types + 4; t++) {
            printf("%-8s %-14s ", f->text, t->text);
            show(f->number, t->number);
        }
    return 0;
}
