#include <arpa/inet.h>
#include <stdio.h>

void show(const char *name, const void *data, size_t n) {
    const unsigned char *bytes = data;
    printf("%s:", name);
    for (size_t i = 0; i < n; i++)
        printf(" %02x", bytes[i]);
    printf("\n");
}

int main(void) {
    struct sockaddr_in addr = {.sin_family = AF_INET};
    addr.sin_port = htons(8080);
    const char *text = "127.0.0.1";
    if (inet_pton(AF_INET, text, &addr.sin_addr) != 1)
        return 1;

    show("port", &addr.sin_port, sizeof(addr.sin_port));
    show("ip", &addr.sin_addr, sizeof(addr.sin_addr));

    char ip[INET_ADDRSTRLEN];
    if (!inet_ntop(AF_INET, &addr.sin_addr, ip, sizeof(ip)))
        return 1;
    printf("%s %d\n", ip, ntohs(addr.sin_port));
    return 0;
}
