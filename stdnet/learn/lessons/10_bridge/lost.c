#include <arpa/inet.h>
#include <stdio.h>
#include <unistd.h>

int main(void) {
    struct sockaddr_in addr = {.sin_family = AF_INET};
    addr.sin_addr.s_addr = inet_addr("192.0.2.1");
    struct sockaddr *sa = (struct sockaddr *)&addr;
    int stream = -1, status = 1;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    /* step: lost */
    if (listener == -1)
        goto fail;
    if (bind(listener, sa, sizeof(addr)) == -1)
        goto fail;
    if (listen(listener, 128) == -1)
        goto fail;
    if ((stream = accept(listener, NULL, NULL)) == -1)
        goto fail;
    status = 0;
fail:
    close(stream);
    close(listener);
    if (status)
        perror("Error");
    /* end: lost */
    return status;
}
