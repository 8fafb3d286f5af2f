#include <arpa/inet.h>
#include <stddef.h>
#include <stdio.h>

#define SHOW(type, member)                              \
    show(#member, &addr, offsetof(struct type, member), \
         sizeof(((struct type *)0)->member))

void show(const char *name, const void *addr, size_t start,
          size_t n) {
    const unsigned char *bytes = addr;
    printf("%-10s %zu:", name, start);
    for (size_t i = 0; i < n; i++)
        printf(" %02x", bytes[start + i]);
    printf("\n");
}

int main(void) {
    struct sockaddr_in addr = {
        .sin_family = AF_INET,
        .sin_port = htons(8080),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    printf("sockaddr_in %zu, sockaddr %zu\n", sizeof(addr),
           sizeof(struct sockaddr));
    SHOW(sockaddr_in, sin_family);
    SHOW(sockaddr_in, sin_port);
    SHOW(sockaddr_in, sin_addr);
    SHOW(sockaddr_in, sin_zero);
    SHOW(sockaddr, sa_family);
    SHOW(sockaddr, sa_data);
    return 0;
}
