import resource
import sys

from stdnet import c

_, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (6, hard))
while True:
    sockfd = c.socket(c.AF_INET, c.SOCK_STREAM, 0)
    if sockfd == -1:
        c.perror("socket")
        sys.exit(1)
    print("socket =", sockfd, file=sys.stderr)
