/* The peer of a program that uses `stdnet.c`: c_peer serve|connect tcp4|tcp6|udp4|udp6|unix PLACE.

   PLACE is a port or a path. `serve` prints its port, echoes one connection, and ends. `connect`
   sends its standard input, and prints what comes back. */

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static struct sockaddr_storage name;
static socklen_t size;

static int check(int result, const char *what) {
    if (result == -1) {
        perror(what);
        exit(1);
    }
    return result;
}

/* Writes the loopback address of the family, or the path. */
static int named(const char *kind, const char *place) {
    int type = strncmp(kind, "udp", 3) ? SOCK_STREAM : SOCK_DGRAM;
    in_port_t port = htons((in_port_t)atoi(place));
    if (!strcmp(kind, "unix")) {
        struct sockaddr_un *un = (struct sockaddr_un *)&name;
        un->sun_family = AF_UNIX;
        strncpy(un->sun_path, place, sizeof(un->sun_path) - 1);
        size = sizeof(*un);
    } else if (kind[3] == '4') {
        struct sockaddr_in *in = (struct sockaddr_in *)&name;
        *in = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = port};
        in->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        size = sizeof(*in);
    } else {
        struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)&name;
        *in6 = (struct sockaddr_in6){.sin6_family = AF_INET6, .sin6_port = port};
        in6->sin6_addr = in6addr_loopback;
        size = sizeof(*in6);
    }
    return check(socket(name.ss_family, type, 0), "socket");
}

static void serve(const char *kind, const char *place) {
    char buf[4096];
    int fd = named(kind, place);
    check(bind(fd, (struct sockaddr *)&name, size), "bind");
    if (strncmp(kind, "udp", 3)) check(listen(fd, 1), "listen");
    check(getsockname(fd, (struct sockaddr *)&name, &size), "getsockname");
    /* The port has the same offset in both structures. */
    printf("%d\n", ntohs(((struct sockaddr_in *)&name)->sin_port));
    fflush(stdout);
    ssize_t n;
    if (!strncmp(kind, "udp", 3)) {
        struct sockaddr_storage peer;
        socklen_t length = sizeof(peer);
        n = check(recvfrom(fd, buf, sizeof(buf), 0, (struct sockaddr *)&peer, &length), "recvfrom");
        check(sendto(fd, buf, n, 0, (struct sockaddr *)&peer, length), "sendto");
        return;
    }
    int conn = check(accept(fd, NULL, NULL), "accept");
    while ((n = check(read(conn, buf, sizeof(buf)), "read")) > 0) check(write(conn, buf, n), "write");
    close(conn);
}

static void converse(const char *kind, const char *place) {
    char buf[4096];
    int fd = named(kind, place);
    ssize_t n = check(read(STDIN_FILENO, buf, sizeof(buf)), "read");
    check(connect(fd, (struct sockaddr *)&name, size), "connect");
    check(send(fd, buf, n, 0), "send");
    if (strncmp(kind, "udp", 3)) check(shutdown(fd, SHUT_WR), "shutdown");
    for (ssize_t left = n; left > 0; left -= n) {
        n = check(recv(fd, buf, sizeof(buf), 0), "recv");
        if (n == 0) break;
        check(write(STDOUT_FILENO, buf, n), "write");
    }
}

int main(int argc, char **argv) {
    if (argc < 4) return 0;
    (strcmp(argv[1], "serve") ? converse : serve)(argv[2], argv[3]);
    return 0;
}
