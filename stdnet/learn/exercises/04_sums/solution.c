#include <arpa/inet.h>
#include <endian.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int check(const char *call, int returned) {
    if (returned == -1) {
        fprintf(stderr, "Error: %s: %s\n", call, strerror(errno));
        exit(1);
    }
    return returned;
}

static struct sockaddr_in parse(char *text) {
    struct sockaddr_in addr = {.sin_family = AF_INET};
    char *port = strrchr(text, ':');
    if (port != NULL)
        *port++ = '\0';
    if (port == NULL || inet_pton(AF_INET, text, &addr.sin_addr) != 1) {
        fprintf(stderr, "Error: invalid socket address syntax\n");
        exit(1);
    }
    addr.sin_port = htons(atoi(port));
    return addr;
}

static int listen_on(struct sockaddr_in addr) {
    int one = 1;
    char host[INET_ADDRSTRLEN];
    socklen_t addrlen = sizeof(addr);
    int sockfd = check("socket", socket(AF_INET, SOCK_STREAM, 0));
    check("setsockopt", setsockopt(sockfd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)));
    check("bind", bind(sockfd, (struct sockaddr *)&addr, sizeof(addr)));
    check("listen", listen(sockfd, 128));
    check("getsockname", getsockname(sockfd, (struct sockaddr *)&addr, &addrlen));
    inet_ntop(AF_INET, &addr.sin_addr, host, sizeof(host));
    printf("listening on %s:%d\n", host, ntohs(addr.sin_port));
    fflush(stdout);
    return sockfd;
}

static int send_all(int connfd, const void *buf, size_t length) {
    const char *data = buf;
    while (length > 0) {
        ssize_t n = send(connfd, data, length, MSG_NOSIGNAL);
        if (n == -1)
            return -1;
        data += n;
        length -= n;
    }
    return 0;
}

static int read_exact(int connfd, void *buf, size_t length) {
    char *data = buf;
    size_t filled = 0;
    while (filled < length) {
        ssize_t n = read(connfd, data + filled, length - filled);
        if (n == -1)
            return -1;
        if (n == 0)
            break;
        filled += n;
    }
    return filled;
}

static const char *serve(int connfd) {
    uint32_t count, number;
    for (;;) {
        int n = read_exact(connfd, &count, sizeof(count));
        if (n == 0)
            return NULL;
        int64_t total = 0;
        for (uint32_t left = ntohl(count); n == 4 && left > 0; left--) {
            n = read_exact(connfd, &number, sizeof(number));
            total += (int32_t)ntohl(number);
        }
        if (n == -1)
            return strerror(errno);
        if (n < 4)
            return "failed to fill whole buffer";
        uint64_t answer = htobe64(total);
        if (send_all(connfd, &answer, sizeof(answer)) == -1)
            return strerror(errno);
    }
}

int main(int argc, char *argv[]) {
    if (argc != 2) {
        fprintf(stderr, "Error: ADDR\n");
        return 1;
    }
    int sockfd = listen_on(parse(argv[1]));
    for (;;) {
        int connfd = accept(sockfd, NULL, NULL);
        if (connfd == -1) {
            perror("accept");
            continue;
        }
        const char *error = serve(connfd);
        if (error != NULL)
            fprintf(stderr, "serve: %s\n", error);
        if (close(connfd) == -1)
            perror("close");
    }
}
