#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void) {
    int first = socket(AF_INET, SOCK_STREAM, 0);
    printf("socket = %d\n", first);
    int second = socket(AF_INET, SOCK_DGRAM, 0);
    printf("socket = %d\n", second);

    printf("close = %d\n", close(first));
    int third = socket(AF_INET, SOCK_STREAM, 0);
    printf("socket = %d\n", third);

    int bad = socket(AF_INET, SOCK_STREAM, IPPROTO_UDP);
    printf("socket = %d\n", bad);
    if (bad == -1) {
        int code = errno;
        perror("socket");
        printf("errno = %d\n", code);
    }
    printf("close = %d\n", close(second));
    printf("close = %d\n", close(third));
    return 0;
}
