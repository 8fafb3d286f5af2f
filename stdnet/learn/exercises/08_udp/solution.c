#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LARGEST 65507

static int fail(const char *name) {
    fprintf(stderr, "Error: %s: %s\n", name, strerror(errno));
    return 1;
}

static int parse(const char *text, struct sockaddr_in *addr) {
    char host[INET_ADDRSTRLEN];
    unsigned short port;
    if (sscanf(text, "%15[0-9.]:%hu", host, &port) != 2)
        return 0;
    addr->sin_family = AF_INET;
    addr->sin_port = htons(port);
    return inet_pton(AF_INET, host, &addr->sin_addr);
}

static int serve(int sockfd, size_t limit) {
    static char buf[LARGEST + 1];
    for (;;) {
        struct sockaddr_in peer;
        socklen_t len = sizeof(peer);
        ssize_t n = recvfrom(sockfd, buf, limit + 1, 0,
                             (struct sockaddr *)&peer, &len);
        if (n == -1)
            return fail("recvfrom");
        if ((size_t)n > limit)
            continue;
        if (sendto(sockfd, buf, n, 0,
                   (struct sockaddr *)&peer, len) == -1)
            perror("sendto");
    }
}

int main(int argc, char **argv) {
    struct sockaddr_in addr = {0};
    socklen_t len = sizeof(addr);
    if (argc < 2 || parse(argv[1], &addr) != 1)
        return errno = EINVAL, fail("address");
    size_t limit = argc > 2 ? strtoul(argv[2], NULL, 10) : LARGEST;
    if (limit > LARGEST)
        return errno = EINVAL, fail("limit");
    int sockfd = socket(AF_INET, SOCK_DGRAM, 0);
    if (sockfd == -1)
        return fail("socket");
    if (bind(sockfd, (struct sockaddr *)&addr, len) == -1)
        return fail("bind");
    if (getsockname(sockfd, (struct sockaddr *)&addr, &len) == -1)
        return fail("getsockname");
    char host[INET_ADDRSTRLEN];
    inet_ntop(AF_INET, &addr.sin_addr, host, sizeof(host));
    printf("listening on %s:%d\n", host, ntohs(addr.sin_port));
    if (fflush(stdout) == EOF)
        return fail("stdout");
    int status = serve(sockfd, limit);
    if (close(sockfd) == -1)
        return fail("close");
    return status;
}
