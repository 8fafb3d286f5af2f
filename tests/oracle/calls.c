/* Calls the function of C that each line names, and prints the result as a JSON object.

   The words of a line are the name of the function and its arguments in C's order. Bytes are hex
   digits, or a dash for none. For a buffer to fill the word is its size. Lengths of addresses are
   left out. The object has the result, errno if it is -1, the bytes of the buffer, and the
   address. */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define ROOM (1 << 20)

static char *words[8];
static unsigned char in[2][ROOM], out[ROOM];

static int number(int at)
{
    return (int)strtol(words[at], NULL, 10);
}

static int digit(char c)
{
    return c <= '9' ? c - '0' : c - 'a' + 10;
}

/* Writes the bytes of a word into a buffer; returns their count. */
static socklen_t bytes(int at, unsigned char *into)
{
    const char *word = words[at];
    socklen_t n = 0;
    if (*word != '-')
        for (; word[2 * n] && n < ROOM; n++)
            into[n] = (unsigned char)(digit(word[2 * n]) << 4 | digit(word[2 * n + 1]));
    return n;
}

static void print(const char *name, const unsigned char *at, size_t n)
{
    static const char digits[] = "0123456789abcdef";
    printf(", \"%s\": \"", name);
    for (size_t i = 0; i < n; i++) {
        putchar(digits[at[i] >> 4]);
        putchar(digits[at[i] & 15]);
    }
    putchar('"');
}

static void answer(void)
{
    struct sockaddr_storage storage;
    struct sockaddr *name = (struct sockaddr *)&storage;
    socklen_t named = sizeof storage, size = 0;
    ssize_t result = -1;
    int is_named = 0;
#define IS(function) (strcmp(words[0], #function) == 0)
    errno = 0;
    if (IS(socket))
        result = socket(number(1), number(2), number(3));
    else if (IS(socketpair)) {
        size = 2 * sizeof(int);
        result = socketpair(number(1), number(2), number(3), (int *)out);
    } else if (IS(bind)) {
        named = bytes(2, in[0]);
        result = bind(number(1), (struct sockaddr *)in[0], named);
    } else if (IS(connect)) {
        named = bytes(2, in[0]);
        result = connect(number(1), (struct sockaddr *)in[0], named);
    } else if (IS(listen))
        result = listen(number(1), number(2));
    else if (IS(accept4)) {
        is_named = 1;
        result = accept4(number(1), name, &named, number(2));
    } else if (IS(getsockname)) {
        is_named = 1;
        result = getsockname(number(1), name, &named);
    } else if (IS(getpeername)) {
        is_named = 1;
        result = getpeername(number(1), name, &named);
    } else if (IS(send))
        result = send(number(1), in[0], bytes(2, in[0]), number(3));
    else if (IS(sendto)) {
        named = bytes(4, in[1]);
        result = sendto(number(1), in[0], bytes(2, in[0]), number(3), (struct sockaddr *)in[1], named);
    } else if (IS(recv)) {
        result = recv(number(1), out, number(2), number(3));
        size = result < 0 ? 0 : result;
    } else if (IS(recvfrom)) {
        is_named = 1;
        result = recvfrom(number(1), out, number(2), number(3), name, &named);
        size = result < 0 ? 0 : result;
    } else if (IS(getsockopt)) {
        size = number(4);
        result = getsockopt(number(1), number(2), number(3), out, &size);
    } else if (IS(setsockopt))
        result = setsockopt(number(1), number(2), number(3), in[0], bytes(4, in[0]));
    else if (IS(shutdown))
        result = shutdown(number(1), number(2));
    else if (IS(fcntl))
        result = fcntl(number(1), number(2), number(3));
    else if (IS(poll)) {
        struct pollfd fd = {number(1), number(2), 0};
        result = poll(&fd, 1, number(3));
        size = sizeof fd.revents;
        memcpy(out, &fd.revents, size);
    } else if (IS(close))
        result = close(number(1));
    printf("{\"result\": %zd, \"errno\": %d", result, result < 0 ? errno : 0);
    print("data", out, result < 0 ? 0 : size);
    print("name", (unsigned char *)&storage, result < 0 || !is_named ? 0 : named);
    puts("}");
    fflush(stdout);
}

int main(int argc, char **argv)
{
    char *line = NULL;
    size_t room = 0;
    if (argc < 2 || strcmp(argv[1], "serve") != 0)
        return 0;
    while (getline(&line, &room, stdin) > 0) {
        int n = 0;
        for (char *word = strtok(line, " \n"); word && n < 8; word = strtok(NULL, " \n"))
            words[n++] = word;
        answer();
    }
    free(line);
    return 0;
}
