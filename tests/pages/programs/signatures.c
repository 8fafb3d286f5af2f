#include <netinet/in.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/socket.h>

#define IS(value, type) _Generic(value, type: 1, default: 0)

typedef int to_address(int, const struct sockaddr *, socklen_t);
typedef int from_address(int, struct sockaddr *, socklen_t *);
typedef ssize_t receive(int, void *, size_t, int, struct sockaddr *, socklen_t *);

int main(void) {
    struct sockaddr addr = {0};
    struct sockaddr_in sin = {0};
    printf("connect %d\n", IS(connect, to_address *));
    printf("bind %d\n", IS(bind, to_address *));
    printf("accept %d\n", IS(accept, from_address *));
    printf("recvfrom %d\n", IS(recvfrom, receive *));
    printf("sa_family %d\n", IS(addr.sa_family, sa_family_t));
    printf("sin_family %d\n", IS(sin.sin_family, sa_family_t));
    printf("sa_family_t %zu\n", sizeof(sa_family_t));
    printf("socklen_t %zu\n", sizeof(socklen_t));
    printf("sockaddr %zu\n", sizeof(addr));
    printf("sockaddr_in %zu\n", sizeof(sin));
    return 0;
}
