/* A peer for each of the four types of sockets.

   socket2_peer stream PORT       connects over TCP, sends a greeting, echoes until the end
   socket2_peer datagram PORT     sends a datagram over UDP, echoes one
   socket2_peer seqpacket NAME    connects to an abstract name, sends three packets, echoes three
   socket2_peer raw ADDR          waits at ADDR for a packet of the protocol 253, sends it back

   It prints the messages that it receives as hex digits, a line for each. */

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static void check(int failed, const char *what)
{
    if (failed) {
        perror(what);
        exit(1);
    }
}

static void show(const char *buf, ssize_t size)
{
    for (ssize_t at = 0; at < size; at++)
        printf("%02x", (unsigned char)buf[at]);
    printf("\n");
    fflush(stdout);
}

static struct sockaddr_in at_port(const char *port)
{
    struct sockaddr_in addr = { .sin_family = AF_INET, .sin_port = htons(atoi(port)) };
    addr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return addr;
}

static void stream(const char *port)
{
    char buf[4096];
    ssize_t size;
    struct sockaddr_in addr = at_port(port);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    check(connect(fd, (struct sockaddr *)&addr, sizeof addr), "connect");
    check(send(fd, "greeting", 8, 0) != 8, "send");
    while ((size = recv(fd, buf, sizeof buf, 0)) > 0) {
        show(buf, size);
        check(send(fd, buf, size, 0) != size, "send");
    }
    close(fd);
}

static void datagram(const char *port)
{
    char buf[4096];
    struct sockaddr_in addr = at_port(port), peer;
    socklen_t length = sizeof peer;
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    check(sendto(fd, "greeting", 8, 0, (struct sockaddr *)&addr, sizeof addr) != 8, "sendto");
    ssize_t size = recvfrom(fd, buf, sizeof buf, 0, (struct sockaddr *)&peer, &length);
    check(size < 0, "recvfrom");
    show(buf, size);
    check(sendto(fd, buf, size, 0, (struct sockaddr *)&peer, length) != size, "sendto");
    close(fd);
}

static void seqpacket(const char *name)
{
    static const char *const packets[] = { "one", "", "three" };
    char buf[4096];
    struct sockaddr_un addr = { .sun_family = AF_UNIX };
    memcpy(addr.sun_path + 1, name, strlen(name));
    socklen_t length = offsetof(struct sockaddr_un, sun_path) + 1 + strlen(name);
    int fd = socket(AF_UNIX, SOCK_SEQPACKET, 0);
    check(connect(fd, (struct sockaddr *)&addr, length), "connect");
    for (int at = 0; at < 3; at++)
        check(send(fd, packets[at], strlen(packets[at]), MSG_EOR) < 0, "send");
    for (int at = 0; at < 3; at++) {
        ssize_t size = recv(fd, buf, sizeof buf, 0);
        check(size < 0, "recv");
        show(buf, size);
        check(send(fd, buf, size, 0) != size, "send");
    }
    close(fd);
}

static void raw(const char *text)
{
    char buf[4096];
    struct sockaddr_in addr = { .sin_family = AF_INET }, peer;
    socklen_t length = sizeof peer;
    check(inet_pton(AF_INET, text, &addr.sin_addr) != 1, "inet_pton");
    int fd = socket(AF_INET, SOCK_RAW, 253);
    check(fd < 0, "socket");
    check(bind(fd, (struct sockaddr *)&addr, sizeof addr), "bind");
    printf("ready\n");
    fflush(stdout);
    ssize_t size = recvfrom(fd, buf, sizeof buf, 0, (struct sockaddr *)&peer, &length);
    check(size < 20, "recvfrom");
    int header = (buf[0] & 15) * 4;
    show(buf + header, size - header);
    check(sendto(fd, buf + header, size - header, 0, (struct sockaddr *)&peer, length) < 0,
          "sendto");
    close(fd);
}

int main(int argc, char **argv)
{
    if (argc == 3 && !strcmp(argv[1], "stream"))
        stream(argv[2]);
    else if (argc == 3 && !strcmp(argv[1], "datagram"))
        datagram(argv[2]);
    else if (argc == 3 && !strcmp(argv[1], "seqpacket"))
        seqpacket(argv[2]);
    else if (argc == 3 && !strcmp(argv[1], "raw"))
        raw(argv[2]);
    else
        return argc > 1;
    return 0;
}
