#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

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

static ssize_t copy(int reader, int writer) {
    static char buf[65536];
    ssize_t n, m;
    while ((n = read(reader, buf, sizeof(buf))) > 0)
        for (ssize_t done = 0; done < n; done += m)
            if ((m = write(writer, buf + done, n - done)) == -1)
                return -1;
    return n;
}

static int ask(int sockfd) {
    if (copy(STDIN_FILENO, sockfd) == -1)
        return fail("send");
    if (shutdown(sockfd, SHUT_WR) == -1)
        return fail("shutdown");
    if (copy(sockfd, STDOUT_FILENO) == -1)
        return fail("receive");
    return 0;
}

int main(int argc, char **argv) {
    struct sockaddr_in addr = {0};
    if (argc != 2 || parse(argv[1], &addr) != 1)
        return errno = EINVAL, fail("address");
    int sockfd = socket(AF_INET, SOCK_STREAM, 0);
    if (sockfd == -1)
        return fail("socket");
    int status = 1;
    if (connect(sockfd, (struct sockaddr *)&addr, sizeof(addr)) == -1)
        fail("connect");
    else
        status = ask(sockfd);
    if (close(sockfd) == -1)
        return fail("close");
    return status;
}
