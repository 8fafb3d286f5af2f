#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

/* step: bind */
static int tcp_bind(struct sockaddr *addr, socklen_t len) {
    int code, on = 1, type = SOCK_STREAM | SOCK_CLOEXEC;
    int fd = socket(AF_INET, type, 0);
    if (fd == -1)
        return -1;
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on,
                   sizeof(on)) == -1)
        goto fail;
    if (bind(fd, addr, len) == -1)
        goto fail;
    if (listen(fd, 128) == -1)
        goto fail;
    return fd;
fail:
    code = errno;
    close(fd);
    errno = code;
    return -1;
}
/* end: bind */

int main(void) {
    struct sockaddr_in addr = {.sin_family = AF_INET};
    addr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    struct sockaddr *sa = (struct sockaddr *)&addr;
    socklen_t len = sizeof(addr);
    int first, second, status = 1;

    if ((first = tcp_bind(sa, len)) == -1) {
        perror("Error");
        return status;
    }
    if (getsockname(first, sa, &len) == -1)
        goto fail;
    printf("first: 127.0.0.1:%d\n", ntohs(addr.sin_port));
    if ((second = tcp_bind(sa, len)) == -1)
        goto fail;
    printf("second: %d\n", second);
    close(second);
    status = 0;
fail:
    if (status)
        perror("Error");
    close(first);
    return status;
}
