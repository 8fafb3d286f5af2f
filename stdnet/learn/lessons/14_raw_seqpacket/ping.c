#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void check(long value, const char *call) {
    if (value == -1) {
        perror(call);
        exit(1);
    }
}

/* step: checksum */
static int checksum(const unsigned char *data, int n) {
    int total = 0;
    for (int i = 0; i < n; i += 2)
        total += data[i] << 8 | data[i + 1];
    while (total > 0xffff)
        total = (total & 0xffff) + (total >> 16);
    return total ^ 0xffff;
}
/* end: checksum */

int main(void) {
    struct sockaddr_in addr = {.sin_family = AF_INET};
    addr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    unsigned char packet[64];
    /* step: request */
    int pid = getpid(), kind = 8;
    unsigned char echo[] = {kind, 0, 0, 0,
                            pid >> 8, pid, 0, 1};
    int total = checksum(echo, 8);
    echo[2] = total >> 8;
    echo[3] = total;
    /* end: request */
    int sockfd = socket(AF_INET, SOCK_RAW, IPPROTO_ICMP);
    check(sockfd, "socket");
    check(sendto(sockfd, echo, 8, 0, (void *)&addr,
                 sizeof(addr)), "sendto");
    /* step: recv */
    while (kind != 0) {
        int n = recv(sockfd, packet, sizeof(packet), 0);
        check(n, "recv");
        int head = (packet[0] & 15) * 4;
        if (memcmp(packet + head + 4, echo + 4, 4) != 0)
            continue;
        kind = packet[head];
        total = checksum(packet + head, n - head);
        printf("recv = %d + %d, ", head, n - head);
        printf("type = %d, checksum = %d\n", kind, total);
    }
    /* end: recv */
    check(close(sockfd), "close");
    return 0;
}
