#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>

static int parse(const char *text, in_port_t *port) {
    char *end;
    long number = strtol(text, &end, 10);
    if (end == text || *end != '\0')
        return 0;
    if (number < 0 || number > 65535)
        return 0;
    *port = htons(number);
    return 1;
}

int main(int argc, char **argv) {
    struct sockaddr_in sin = {.sin_family = AF_INET};
    if (argc != 3 || !parse(argv[2], &sin.sin_port)) {
        fprintf(stderr, "Error: no port\n");
        return 1;
    }
    if (inet_pton(AF_INET, argv[1], &sin.sin_addr) != 1) {
        fprintf(stderr, "Error: no IPv4 address\n");
        return 1;
    }
    const unsigned char *bytes = (unsigned char *)&sin;
    for (size_t n = 0; n < sizeof(sin); n++)
        printf("%02x", bytes[n]);
    printf("\n");
    return 0;
}
