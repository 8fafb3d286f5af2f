/* Prints the layout of each structure, the value of each constant, and results of the macros of
   control messages and of the functions of byte order and of addresses: one JSON object a line. */

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <poll.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

#define C(name) printf("{\"constant\": \"" #name "\", \"value\": %lld}\n", (long long)(name));
#define SIZE(type, name)                                                                           \
    printf("{\"struct\": \"" #name "\", \"sizeof\": %zu}\n", sizeof(type))
#define OFFSET(type, name, member)                                                                 \
    printf("{\"struct\": \"" #name "\", \"member\": \"" #member                                   \
           "\", \"offset\": %zu, \"size\": %zu}\n",                                                \
           offsetof(type, member), sizeof(((type *)0)->member))

static void structures(void) {
    SIZE(struct sockaddr, sockaddr);
    OFFSET(struct sockaddr, sockaddr, sa_family);
    OFFSET(struct sockaddr, sockaddr, sa_data);
    SIZE(struct sockaddr_in, sockaddr_in);
    OFFSET(struct sockaddr_in, sockaddr_in, sin_family);
    OFFSET(struct sockaddr_in, sockaddr_in, sin_port);
    OFFSET(struct sockaddr_in, sockaddr_in, sin_addr);
    OFFSET(struct sockaddr_in, sockaddr_in, sin_zero);
    SIZE(struct sockaddr_in6, sockaddr_in6);
    OFFSET(struct sockaddr_in6, sockaddr_in6, sin6_family);
    OFFSET(struct sockaddr_in6, sockaddr_in6, sin6_port);
    OFFSET(struct sockaddr_in6, sockaddr_in6, sin6_flowinfo);
    OFFSET(struct sockaddr_in6, sockaddr_in6, sin6_addr);
    OFFSET(struct sockaddr_in6, sockaddr_in6, sin6_scope_id);
    SIZE(struct sockaddr_un, sockaddr_un);
    OFFSET(struct sockaddr_un, sockaddr_un, sun_family);
    OFFSET(struct sockaddr_un, sockaddr_un, sun_path);
    SIZE(struct sockaddr_storage, sockaddr_storage);
    OFFSET(struct sockaddr_storage, sockaddr_storage, ss_family);
    SIZE(struct in_addr, in_addr);
    OFFSET(struct in_addr, in_addr, s_addr);
    SIZE(struct in6_addr, in6_addr);
    /* `s6_addr` is a macro for a member of a union. */
    struct in6_addr v6;
    printf("{\"struct\": \"in6_addr\", \"member\": \"s6_addr\", \"offset\": %zu, \"size\": %zu}\n",
           (size_t)((char *)v6.s6_addr - (char *)&v6), sizeof(v6.s6_addr));
    SIZE(struct addrinfo, addrinfo);
    OFFSET(struct addrinfo, addrinfo, ai_flags);
    OFFSET(struct addrinfo, addrinfo, ai_family);
    OFFSET(struct addrinfo, addrinfo, ai_socktype);
    OFFSET(struct addrinfo, addrinfo, ai_protocol);
    OFFSET(struct addrinfo, addrinfo, ai_addrlen);
    OFFSET(struct addrinfo, addrinfo, ai_addr);
    OFFSET(struct addrinfo, addrinfo, ai_canonname);
    OFFSET(struct addrinfo, addrinfo, ai_next);
    SIZE(struct iovec, iovec);
    OFFSET(struct iovec, iovec, iov_base);
    OFFSET(struct iovec, iovec, iov_len);
    SIZE(struct msghdr, msghdr);
    OFFSET(struct msghdr, msghdr, msg_name);
    OFFSET(struct msghdr, msghdr, msg_namelen);
    OFFSET(struct msghdr, msghdr, msg_iov);
    OFFSET(struct msghdr, msghdr, msg_iovlen);
    OFFSET(struct msghdr, msghdr, msg_control);
    OFFSET(struct msghdr, msghdr, msg_controllen);
    OFFSET(struct msghdr, msghdr, msg_flags);
    SIZE(struct cmsghdr, cmsghdr);
    OFFSET(struct cmsghdr, cmsghdr, cmsg_len);
    OFFSET(struct cmsghdr, cmsghdr, cmsg_level);
    OFFSET(struct cmsghdr, cmsghdr, cmsg_type);
    SIZE(struct timeval, timeval);
    OFFSET(struct timeval, timeval, tv_sec);
    OFFSET(struct timeval, timeval, tv_usec);
    SIZE(struct linger, linger);
    OFFSET(struct linger, linger, l_onoff);
    OFFSET(struct linger, linger, l_linger);
    SIZE(struct ip_mreqn, ip_mreqn);
    OFFSET(struct ip_mreqn, ip_mreqn, imr_multiaddr);
    OFFSET(struct ip_mreqn, ip_mreqn, imr_address);
    OFFSET(struct ip_mreqn, ip_mreqn, imr_ifindex);
    SIZE(struct ipv6_mreq, ipv6_mreq);
    OFFSET(struct ipv6_mreq, ipv6_mreq, ipv6mr_multiaddr);
    OFFSET(struct ipv6_mreq, ipv6_mreq, ipv6mr_interface);
    SIZE(struct pollfd, pollfd);
    OFFSET(struct pollfd, pollfd, fd);
    OFFSET(struct pollfd, pollfd, events);
    OFFSET(struct pollfd, pollfd, revents);
    SIZE(struct ucred, ucred);
    OFFSET(struct ucred, ucred, pid);
    OFFSET(struct ucred, ucred, uid);
    OFFSET(struct ucred, ucred, gid);
    SIZE(socklen_t, socklen_t);
}

static void constants(void) {
    C(EPERM) C(ENOENT) C(ESRCH) C(EINTR) C(EIO) C(ENXIO) C(E2BIG) C(ENOEXEC) C(EBADF) C(ECHILD)
    C(EAGAIN) C(EWOULDBLOCK) C(ENOMEM) C(EACCES) C(EFAULT) C(ENOTBLK) C(EBUSY) C(EEXIST)
    C(EXDEV) C(ENODEV) C(ENOTDIR) C(EISDIR) C(EINVAL) C(ENFILE) C(EMFILE) C(ENOTTY) C(ETXTBSY)
    C(EFBIG) C(ENOSPC) C(ESPIPE) C(EROFS) C(EMLINK) C(EPIPE) C(EDOM) C(ERANGE) C(EDEADLK)
    C(EDEADLOCK) C(ENAMETOOLONG) C(ENOLCK) C(ENOSYS) C(ENOTEMPTY) C(ELOOP) C(ENOMSG) C(EIDRM)
    C(ECHRNG) C(EL2NSYNC) C(EL3HLT) C(EL3RST) C(ELNRNG) C(EUNATCH) C(ENOCSI) C(EL2HLT) C(EBADE)
    C(EBADR) C(EXFULL) C(ENOANO) C(EBADRQC) C(EBADSLT) C(EBFONT) C(ENOSTR) C(ENODATA) C(ETIME)
    C(ENOSR) C(ENONET) C(ENOPKG) C(EREMOTE) C(ENOLINK) C(EADV) C(ESRMNT) C(ECOMM) C(EPROTO)
    C(EMULTIHOP) C(EDOTDOT) C(EBADMSG) C(EOVERFLOW) C(ENOTUNIQ) C(EBADFD) C(EREMCHG) C(ELIBACC)
    C(ELIBBAD) C(ELIBSCN) C(ELIBMAX) C(ELIBEXEC) C(EILSEQ) C(ERESTART) C(ESTRPIPE) C(EUSERS)
    C(ENOTSOCK) C(EDESTADDRREQ) C(EMSGSIZE) C(EPROTOTYPE) C(ENOPROTOOPT) C(EPROTONOSUPPORT)
    C(ESOCKTNOSUPPORT) C(EOPNOTSUPP) C(ENOTSUP) C(EPFNOSUPPORT) C(EAFNOSUPPORT) C(EADDRINUSE)
    C(EADDRNOTAVAIL) C(ENETDOWN) C(ENETUNREACH) C(ENETRESET) C(ECONNABORTED) C(ECONNRESET)
    C(ENOBUFS) C(EISCONN) C(ENOTCONN) C(ESHUTDOWN) C(ETOOMANYREFS) C(ETIMEDOUT) C(ECONNREFUSED)
    C(EHOSTDOWN) C(EHOSTUNREACH) C(EALREADY) C(EINPROGRESS) C(ESTALE) C(EUCLEAN) C(ENOTNAM)
    C(ENAVAIL) C(EISNAM) C(EREMOTEIO) C(EDQUOT) C(ENOMEDIUM) C(EMEDIUMTYPE) C(ECANCELED)
    C(ENOKEY) C(EKEYEXPIRED) C(EKEYREVOKED) C(EKEYREJECTED) C(EOWNERDEAD) C(ENOTRECOVERABLE)
    C(ERFKILL) C(EHWPOISON) C(AF_UNSPEC) C(AF_UNIX) C(AF_FILE) C(AF_LOCAL) C(AF_INET) C(AF_AX25)
    C(AF_IPX) C(AF_APPLETALK) C(AF_NETROM) C(AF_BRIDGE) C(AF_ATMPVC) C(AF_X25) C(AF_INET6)
    C(AF_ROSE) C(AF_DECnet) C(AF_NETBEUI) C(AF_SECURITY) C(AF_KEY) C(AF_NETLINK) C(AF_ROUTE)
    C(AF_PACKET) C(AF_ASH) C(AF_ECONET) C(AF_ATMSVC) C(AF_RDS) C(AF_SNA) C(AF_IRDA) C(AF_PPPOX)
    C(AF_WANPIPE) C(AF_LLC) C(AF_IB) C(AF_MPLS) C(AF_CAN) C(AF_TIPC) C(AF_BLUETOOTH) C(AF_IUCV)
    C(AF_RXRPC) C(AF_ISDN) C(AF_PHONET) C(AF_IEEE802154) C(AF_CAIF) C(AF_ALG) C(AF_NFC)
    C(AF_VSOCK) C(AF_KCM) C(AF_QIPCRTR) C(AF_SMC) C(AF_XDP) C(AF_MCTP) C(AF_MAX) C(PF_UNSPEC)
    C(PF_FILE) C(PF_LOCAL) C(PF_UNIX) C(PF_INET) C(PF_AX25) C(PF_IPX) C(PF_APPLETALK)
    C(PF_NETROM) C(PF_BRIDGE) C(PF_ATMPVC) C(PF_X25) C(PF_INET6) C(PF_ROSE) C(PF_DECnet)
    C(PF_NETBEUI) C(PF_SECURITY) C(PF_KEY) C(PF_NETLINK) C(PF_ROUTE) C(PF_PACKET) C(PF_ASH)
    C(PF_ECONET) C(PF_ATMSVC) C(PF_RDS) C(PF_SNA) C(PF_IRDA) C(PF_PPPOX) C(PF_WANPIPE) C(PF_LLC)
    C(PF_IB) C(PF_MPLS) C(PF_CAN) C(PF_TIPC) C(PF_BLUETOOTH) C(PF_IUCV) C(PF_RXRPC) C(PF_ISDN)
    C(PF_PHONET) C(PF_IEEE802154) C(PF_CAIF) C(PF_ALG) C(PF_NFC) C(PF_VSOCK) C(PF_KCM)
    C(PF_QIPCRTR) C(PF_SMC) C(PF_XDP) C(PF_MCTP) C(PF_MAX) C(SOCK_STREAM) C(SOCK_DGRAM)
    C(SOCK_RAW) C(SOCK_RDM) C(SOCK_SEQPACKET) C(SOCK_DCCP) C(SOCK_PACKET) C(SOCK_NONBLOCK)
    C(SOCK_CLOEXEC) C(SHUT_RD) C(SHUT_WR) C(SHUT_RDWR) C(MSG_OOB) C(MSG_PEEK) C(MSG_DONTROUTE)
    C(MSG_TRYHARD) C(MSG_CTRUNC) C(MSG_PROXY) C(MSG_TRUNC) C(MSG_DONTWAIT) C(MSG_EOR)
    C(MSG_WAITALL) C(MSG_FIN) C(MSG_SYN) C(MSG_CONFIRM) C(MSG_RST) C(MSG_ERRQUEUE)
    C(MSG_NOSIGNAL) C(MSG_MORE) C(MSG_WAITFORONE) C(MSG_BATCH) C(MSG_ZEROCOPY) C(MSG_FASTOPEN)
    C(MSG_CMSG_CLOEXEC) C(SCM_RIGHTS) C(SCM_CREDENTIALS) C(SCM_TIMESTAMP) C(SCM_TIMESTAMPNS)
    C(SCM_TIMESTAMPING) C(SCM_WIFI_STATUS) C(SCM_TIMESTAMPING_OPT_STATS)
    C(SCM_TIMESTAMPING_PKTINFO) C(SCM_TXTIME) C(SOL_IP) C(SOL_SOCKET) C(SOL_TCP) C(SOL_UDP)
    C(SOL_IPV6) C(SOL_ICMPV6) C(SOL_RAW) C(SOL_DECNET) C(SOL_X25) C(SOL_PACKET) C(SOL_ATM)
    C(SOL_AAL) C(SOL_IRDA) C(SOL_NETBEUI) C(SOL_LLC) C(SOL_DCCP) C(SOL_NETLINK) C(SOL_TIPC)
    C(SOL_RXRPC) C(SOL_PPPOL2TP) C(SOL_BLUETOOTH) C(SOL_PNPIPE) C(SOL_RDS) C(SOL_IUCV)
    C(SOL_CAIF) C(SOL_ALG) C(SOL_NFC) C(SOL_KCM) C(SOL_TLS) C(SOL_XDP) C(SOL_MPTCP) C(SOL_MCTP)
    C(SOL_SMC) C(SO_DEBUG) C(SO_REUSEADDR) C(SO_TYPE) C(SO_ERROR) C(SO_DONTROUTE)
    C(SO_BROADCAST) C(SO_SNDBUF) C(SO_RCVBUF) C(SO_KEEPALIVE) C(SO_OOBINLINE) C(SO_NO_CHECK)
    C(SO_PRIORITY) C(SO_LINGER) C(SO_BSDCOMPAT) C(SO_REUSEPORT) C(SO_PASSCRED) C(SO_PEERCRED)
    C(SO_RCVLOWAT) C(SO_SNDLOWAT) C(SO_RCVTIMEO) C(SO_RCVTIMEO_OLD) C(SO_SNDTIMEO)
    C(SO_SNDTIMEO_OLD) C(SO_SECURITY_AUTHENTICATION) C(SO_SECURITY_ENCRYPTION_TRANSPORT)
    C(SO_SECURITY_ENCRYPTION_NETWORK) C(SO_BINDTODEVICE) C(SO_ATTACH_FILTER) C(SO_GET_FILTER)
    C(SO_DETACH_BPF) C(SO_DETACH_FILTER) C(SO_PEERNAME) C(SO_TIMESTAMP) C(SO_TIMESTAMP_OLD)
    C(SO_ACCEPTCONN) C(SO_PEERSEC) C(SO_SNDBUFFORCE) C(SO_RCVBUFFORCE) C(SO_PASSSEC)
    C(SO_TIMESTAMPNS) C(SO_TIMESTAMPNS_OLD) C(SO_MARK) C(SO_TIMESTAMPING) C(SO_TIMESTAMPING_OLD)
    C(SO_PROTOCOL) C(SO_DOMAIN) C(SO_RXQ_OVFL) C(SO_WIFI_STATUS) C(SO_PEEK_OFF) C(SO_NOFCS)
    C(SO_LOCK_FILTER) C(SO_SELECT_ERR_QUEUE) C(SO_BUSY_POLL) C(SO_MAX_PACING_RATE)
    C(SO_BPF_EXTENSIONS) C(SO_INCOMING_CPU) C(SO_ATTACH_BPF) C(SO_ATTACH_REUSEPORT_CBPF)
    C(SO_ATTACH_REUSEPORT_EBPF) C(SO_CNX_ADVICE) C(SO_MEMINFO) C(SO_INCOMING_NAPI_ID)
    C(SO_COOKIE) C(SO_PEERGROUPS) C(SO_ZEROCOPY) C(SO_TXTIME) C(SO_BINDTOIFINDEX)
    C(SO_TIMESTAMP_NEW) C(SO_TIMESTAMPNS_NEW) C(SO_TIMESTAMPING_NEW) C(SO_RCVTIMEO_NEW)
    C(SO_SNDTIMEO_NEW) C(SO_DETACH_REUSEPORT_BPF) C(SO_PREFER_BUSY_POLL) C(SO_BUSY_POLL_BUDGET)
    C(SO_NETNS_COOKIE) C(SO_BUF_LOCK) C(SO_RESERVE_MEM) C(SO_TXREHASH) C(SO_RCVMARK)
    C(SOMAXCONN) C(INADDR_ANY) C(INADDR_LOOPBACK) C(INADDR_UNSPEC_GROUP)
    C(INADDR_ALLHOSTS_GROUP) C(INADDR_ALLRTRS_GROUP) C(INADDR_ALLSNOOPERS_GROUP)
    C(INADDR_MAX_LOCAL_GROUP) C(INADDR_BROADCAST) C(INADDR_NONE) C(INET6_ADDRSTRLEN)
    C(INET_ADDRSTRLEN) C(IN_CLASSC_NSHIFT) C(IN_CLASSB_NSHIFT) C(IN_CLASSA_NSHIFT)
    C(IN_LOOPBACKNET) C(IN_CLASSA_MAX) C(IN_CLASSC_HOST) C(IN_CLASSB_HOST) C(IN_CLASSB_MAX)
    C(IN_CLASSA_HOST) C(IN_CLASSA_NET) C(IN_CLASSB_NET) C(IN_CLASSC_NET) C(IPPORT_ECHO)
    C(IPPORT_DISCARD) C(IPPORT_SYSTAT) C(IPPORT_DAYTIME) C(IPPORT_NETSTAT) C(IPPORT_FTP)
    C(IPPORT_TELNET) C(IPPORT_SMTP) C(IPPORT_TIMESERVER) C(IPPORT_NAMESERVER) C(IPPORT_WHOIS)
    C(IPPORT_MTP) C(IPPORT_TFTP) C(IPPORT_RJE) C(IPPORT_FINGER) C(IPPORT_TTYLINK)
    C(IPPORT_SUPDUP) C(IPPORT_BIFFUDP) C(IPPORT_EXECSERVER) C(IPPORT_LOGINSERVER)
    C(IPPORT_WHOSERVER) C(IPPORT_CMDSERVER) C(IPPORT_EFSSERVER) C(IPPORT_ROUTESERVER)
    C(IPPORT_RESERVED) C(IPPORT_USERRESERVED) C(IPPROTO_IP) C(IPPROTO_HOPOPTS) C(IPPROTO_ICMP)
    C(IPPROTO_IGMP) C(IPPROTO_IPIP) C(IPPROTO_TCP) C(IPPROTO_EGP) C(IPPROTO_PUP) C(IPPROTO_UDP)
    C(IPPROTO_IDP) C(IPPROTO_TP) C(IPPROTO_DCCP) C(IPPROTO_IPV6) C(IPPROTO_ROUTING)
    C(IPPROTO_FRAGMENT) C(IPPROTO_RSVP) C(IPPROTO_GRE) C(IPPROTO_ESP) C(IPPROTO_AH)
    C(IPPROTO_ICMPV6) C(IPPROTO_NONE) C(IPPROTO_DSTOPTS) C(IPPROTO_MTP) C(IPPROTO_BEETPH)
    C(IPPROTO_ENCAP) C(IPPROTO_PIM) C(IPPROTO_COMP) C(IPPROTO_SCTP) C(IPPROTO_MH)
    C(IPPROTO_UDPLITE) C(IPPROTO_MPLS) C(IPPROTO_ETHERNET) C(IPPROTO_RAW) C(IPPROTO_MPTCP)
    C(IPV6_PMTUDISC_DONT) C(IPV6_RTHDR_LOOSE) C(IPV6_RTHDR_TYPE_0) C(IPV6_ADDRFORM)
    C(IPV6_PMTUDISC_WANT) C(IPV6_RTHDR_STRICT) C(IPV6_2292PKTINFO) C(IPV6_PMTUDISC_DO)
    C(IPV6_2292HOPOPTS) C(IPV6_PMTUDISC_PROBE) C(IPV6_2292DSTOPTS) C(IPV6_PMTUDISC_INTERFACE)
    C(IPV6_2292RTHDR) C(IPV6_PMTUDISC_OMIT) C(IPV6_2292PKTOPTIONS) C(IPV6_CHECKSUM)
    C(IPV6_2292HOPLIMIT) C(IPV6_NEXTHOP) C(IPV6_AUTHHDR) C(IPV6_UNICAST_HOPS)
    C(IPV6_MULTICAST_IF) C(IPV6_MULTICAST_HOPS) C(IPV6_MULTICAST_LOOP) C(IPV6_ADD_MEMBERSHIP)
    C(IPV6_JOIN_GROUP) C(IPV6_DROP_MEMBERSHIP) C(IPV6_LEAVE_GROUP) C(IPV6_ROUTER_ALERT)
    C(IPV6_MTU_DISCOVER) C(IPV6_MTU) C(IPV6_RECVERR) C(IPV6_V6ONLY) C(IPV6_JOIN_ANYCAST)
    C(IPV6_LEAVE_ANYCAST) C(IPV6_MULTICAST_ALL) C(IPV6_ROUTER_ALERT_ISOLATE)
    C(IPV6_RECVERR_RFC4884) C(IPV6_IPSEC_POLICY) C(IPV6_XFRM_POLICY) C(IPV6_HDRINCL)
    C(IPV6_RECVPKTINFO) C(IPV6_PKTINFO) C(IPV6_RECVHOPLIMIT) C(IPV6_HOPLIMIT)
    C(IPV6_RECVHOPOPTS) C(IPV6_HOPOPTS) C(IPV6_RXHOPOPTS) C(IPV6_RTHDRDSTOPTS) C(IPV6_RECVRTHDR)
    C(IPV6_RTHDR) C(IPV6_RECVDSTOPTS) C(IPV6_DSTOPTS) C(IPV6_RXDSTOPTS) C(IPV6_RECVPATHMTU)
    C(IPV6_PATHMTU) C(IPV6_DONTFRAG) C(IPV6_RECVTCLASS) C(IPV6_TCLASS) C(IPV6_AUTOFLOWLABEL)
    C(IPV6_ADDR_PREFERENCES) C(IPV6_MINHOPCOUNT) C(IPV6_ORIGDSTADDR) C(IPV6_RECVORIGDSTADDR)
    C(IPV6_TRANSPARENT) C(IPV6_UNICAST_IF) C(IPV6_RECVFRAGSIZE) C(IPV6_FREEBIND)
    C(IP_PMTUDISC_DONT) C(IP_DEFAULT_MULTICAST_LOOP) C(IP_DEFAULT_MULTICAST_TTL)
    C(IP_PMTUDISC_WANT) C(IP_TOS) C(IP_PMTUDISC_DO) C(IP_TTL) C(IP_HDRINCL) C(IP_PMTUDISC_PROBE)
    C(IP_OPTIONS) C(IP_PMTUDISC_INTERFACE) C(IP_PMTUDISC_OMIT) C(IP_ROUTER_ALERT) C(IP_RECVOPTS)
    C(IP_RECVRETOPTS) C(IP_RETOPTS) C(IP_PKTINFO) C(IP_PKTOPTIONS) C(IP_MTU_DISCOVER)
    C(IP_PMTUDISC) C(IP_RECVERR) C(IP_RECVTTL) C(IP_RECVTOS) C(IP_MTU) C(IP_FREEBIND)
    C(IP_IPSEC_POLICY) C(IP_XFRM_POLICY) C(IP_PASSSEC) C(IP_TRANSPARENT) C(IP_MAX_MEMBERSHIPS)
    C(IP_ORIGDSTADDR) C(IP_RECVORIGDSTADDR) C(IP_MINTTL) C(IP_NODEFRAG) C(IP_CHECKSUM)
    C(IP_BIND_ADDRESS_NO_PORT) C(IP_RECVFRAGSIZE) C(IP_RECVERR_RFC4884) C(IP_MULTICAST_IF)
    C(IP_MULTICAST_TTL) C(IP_MULTICAST_LOOP) C(IP_ADD_MEMBERSHIP) C(IP_DROP_MEMBERSHIP)
    C(IP_UNBLOCK_SOURCE) C(IP_BLOCK_SOURCE) C(IP_ADD_SOURCE_MEMBERSHIP)
    C(IP_DROP_SOURCE_MEMBERSHIP) C(IP_MSFILTER) C(IP_MULTICAST_ALL) C(IP_UNICAST_IF)
    C(MCAST_EXCLUDE) C(MCAST_INCLUDE) C(MCAST_JOIN_GROUP) C(MCAST_BLOCK_SOURCE)
    C(MCAST_UNBLOCK_SOURCE) C(MCAST_LEAVE_GROUP) C(MCAST_JOIN_SOURCE_GROUP)
    C(MCAST_LEAVE_SOURCE_GROUP) C(MCAST_MSFILTER) C(TCP_REPAIR_OFF) C(TCP_COOKIE_IN_ALWAYS)
    C(TCP_MD5SIG_FLAG_PREFIX) C(TCP_NODELAY) C(TCP_REPAIR_OFF_NO_WP) C(TCP_REPAIR_ON)
    C(TCP_COOKIE_OUT_NEVER) C(TCP_MAXSEG) C(TCP_CORK) C(TCP_KEEPIDLE) C(TCP_S_DATA_IN)
    C(TCP_KEEPINTVL) C(TCP_KEEPCNT) C(TCP_SYNCNT) C(TCP_COOKIE_MIN) C(TCP_LINGER2)
    C(TCP_S_DATA_OUT) C(TCP_DEFER_ACCEPT) C(TCP_WINDOW_CLAMP) C(TCP_INFO) C(TCP_QUICKACK)
    C(TCP_CONGESTION) C(TCP_MAX_WINSHIFT) C(TCP_MD5SIG) C(TCP_COOKIE_TRANSACTIONS)
    C(TCP_COOKIE_MAX) C(TCP_THIN_LINEAR_TIMEOUTS) C(TCP_THIN_DUPACK) C(TCP_USER_TIMEOUT)
    C(TCP_REPAIR) C(TCP_REPAIR_QUEUE) C(TCP_QUEUE_SEQ) C(TCP_REPAIR_OPTIONS) C(TCP_FASTOPEN)
    C(TCP_TIMESTAMP) C(TCP_NOTSENT_LOWAT) C(TCP_CC_INFO) C(TCP_SAVE_SYN) C(TCP_SAVED_SYN)
    C(TCP_REPAIR_WINDOW) C(TCP_FASTOPEN_CONNECT) C(TCP_ULP) C(TCP_COOKIE_PAIR_SIZE)
    C(TCP_MD5SIG_EXT) C(TCP_FASTOPEN_KEY) C(TCP_FASTOPEN_NO_COOKIE) C(TCP_ZEROCOPY_RECEIVE)
    C(TCP_CM_INQ) C(TCP_INQ) C(TCP_TX_DELAY) C(TCP_MD5SIG_MAXKEYLEN) C(TCP_MSS)
    C(TCP_MSS_DEFAULT) C(TCP_MSS_DESIRED) C(TCP_MAXWIN) C(TCP_ESTABLISHED) C(TCP_SYN_SENT)
    C(TCP_SYN_RECV) C(TCP_FIN_WAIT1) C(TCP_FIN_WAIT2) C(TCP_TIME_WAIT) C(TCP_CLOSE)
    C(TCP_CLOSE_WAIT) C(TCP_LAST_ACK) C(TCP_LISTEN) C(TCP_CLOSING) C(AI_PASSIVE) C(AI_CANONNAME)
    C(AI_NUMERICHOST) C(AI_V4MAPPED) C(AI_ALL) C(AI_ADDRCONFIG) C(AI_IDN) C(AI_CANONIDN)
    C(AI_IDN_ALLOW_UNASSIGNED) C(AI_IDN_USE_STD3_ASCII_RULES) C(AI_NUMERICSERV) C(EAI_BADFLAGS)
    C(EAI_NONAME) C(EAI_AGAIN) C(EAI_FAIL) C(EAI_NODATA) C(EAI_FAMILY) C(EAI_SOCKTYPE)
    C(EAI_SERVICE) C(EAI_ADDRFAMILY) C(EAI_MEMORY) C(EAI_SYSTEM) C(EAI_OVERFLOW)
    C(EAI_INPROGRESS) C(EAI_CANCELED) C(EAI_NOTCANCELED) C(EAI_ALLDONE) C(EAI_INTR)
    C(EAI_IDN_ENCODE) C(NI_NUMERICHOST) C(NI_NUMERICSERV) C(NI_NOFQDN) C(NI_NAMEREQD)
    C(NI_DGRAM) C(NI_IDN) C(NI_MAXSERV) C(NI_IDN_ALLOW_UNASSIGNED)
    C(NI_IDN_USE_STD3_ASCII_RULES) C(NI_MAXHOST) C(POLLIN) C(POLLPRI) C(POLLOUT) C(POLLERR)
    C(POLLHUP) C(POLLNVAL) C(POLLRDNORM) C(POLLRDBAND) C(POLLWRNORM) C(POLLWRBAND) C(POLLMSG)
    C(POLLREMOVE) C(POLLRDHUP) C(F_DUPFD) C(F_RDLCK) C(F_GETFD) C(F_SEAL_SEAL) C(F_WRLCK)
    C(F_SEAL_SHRINK) C(F_SETFD) C(F_UNLCK) C(F_GETFL) C(F_EXLCK) C(F_SEAL_GROW) C(F_SETFL)
    C(F_GETLK) C(F_SETLK) C(F_SETLKW) C(F_SEAL_WRITE) C(F_SETOWN) C(F_SHLCK) C(F_GETOWN)
    C(F_SETSIG) C(F_GETSIG) C(F_SETOWN_EX) C(F_GETOWN_EX) C(F_SEAL_FUTURE_WRITE) C(F_OFD_GETLK)
    C(F_OFD_SETLK) C(F_OFD_SETLKW) C(F_SETLEASE) C(F_GETLEASE) C(F_NOTIFY) C(F_DUPFD_CLOEXEC)
    C(F_SETPIPE_SZ) C(F_GETPIPE_SZ) C(F_ADD_SEALS) C(F_GET_SEALS) C(F_GET_RW_HINT)
    C(F_SET_RW_HINT) C(F_GET_FILE_RW_HINT) C(F_SET_FILE_RW_HINT) C(FD_CLOEXEC) C(O_RDONLY)
    C(O_WRONLY) C(O_RDWR) C(O_ACCMODE) C(O_CREAT) C(O_EXCL) C(O_NOCTTY) C(O_TRUNC) C(O_APPEND)
    C(O_NDELAY) C(O_NONBLOCK) C(O_DSYNC) C(O_ASYNC) C(O_NOATIME) C(O_CLOEXEC) C(O_FSYNC)
    C(O_RSYNC) C(O_SYNC) C(O_PATH) C(STDIN_FILENO) C(STDOUT_FILENO) C(STDERR_FILENO) C(IOV_MAX)
    C(UIO_MAXIOV) C(IFF_UP) C(IFF_BROADCAST) C(IFF_DEBUG) C(IFF_LOOPBACK) C(IFF_POINTOPOINT)
    C(IFF_NOTRAILERS) C(IFF_RUNNING) C(IFF_NOARP) C(IFF_PROMISC) C(IFF_ALLMULTI) C(IFF_MASTER)
    C(IFF_SLAVE) C(IFF_MULTICAST) C(IFF_PORTSEL) C(IFF_AUTOMEDIA) C(IFF_DYNAMIC) C(IFNAMSIZ)
    C(IF_NAMESIZE) C(HOST_NAME_MAX) C(INADDR_DUMMY) C(UDP_CORK) C(UDP_ENCAP)
    C(UDP_NO_CHECK6_TX) C(UDP_NO_CHECK6_RX) C(UDP_SEGMENT) C(UDP_GRO)
    C(UDP_ENCAP_ESPINUDP_NON_IKE) C(UDP_ENCAP_ESPINUDP) C(UDP_ENCAP_L2TPINUDP) C(UDP_ENCAP_GTP0)
    C(UDP_ENCAP_GTP1U)
}

/* Returns random numbers, the same in every run. */
static uint64_t state = 1;

static uint32_t next(void) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(state >> 33);
}

static void lengths(void) {
    for (int round = 0; round < 40; round++) {
        size_t len = next() % 300;
        printf("{\"len\": %zu, \"CMSG_ALIGN\": %zu, \"CMSG_LEN\": %zu, \"CMSG_SPACE\": %zu}\n", len,
               (size_t)CMSG_ALIGN(len), (size_t)CMSG_LEN(len), (size_t)CMSG_SPACE(len));
    }
}

static void byte_order(void) {
    for (int round = 0; round < 40; round++) {
        uint32_t number = next();
        printf("{\"number\": %u, \"htonl\": %u, \"ntohl\": %u, \"htons\": %u, \"ntohs\": %u}\n", number,
               htonl(number), ntohl(number), htons((uint16_t)number), ntohs((uint16_t)number));
    }
}

static void hex(const char *name, const void *bytes, size_t size) {
    printf(", \"%s\": \"", name);
    for (size_t at = 0; at < size; at++) printf("%02x", ((const unsigned char *)bytes)[at]);
    printf("\"");
}

/* Writes a text that is an address, or nearly so. */
static void some_text(char *text) {
    static const char *pieces[] = {"127", ".", ".", "0", "1", "255", "256", "::", ":", ":",
                                   "ffff", "0x7f", "010", "1.2.3.4", "2001:db8", " ", "%", "g"};
    static const char *numbers[] = {"0", "1", "127", "255", "256", "010", "0x7f", "00", "65536"};
    static const char *groups[] = {"0", "1", "ffff", "2001", "db8", "10000", "", "1.2.3.4"};
    uint32_t kind = next() % 3;
    *text = '\0';
    for (int count = kind ? 1 + next() % (kind == 1 ? 4 : 8) : next() % 9; count > 0; count--) {
        if (kind == 0) strcat(text, pieces[next() % 18]);
        if (kind == 1) strcat(text, numbers[next() % 9]);
        if (kind == 2) strcat(text, groups[next() % 8]);
        if (kind && count > 1) strcat(text, kind == 1 ? "." : ":");
    }
}

static void addresses(void) {
    for (int round = 0; round < 500; round++) {
        char text[128];
        unsigned char v4[4] = {0}, v6[16] = {0};
        struct in_addr old = {0};
        some_text(text);
        int is_v4 = inet_pton(AF_INET, text, v4), is_v6 = inet_pton(AF_INET6, text, v6);
        int is_old = inet_aton(text, &old);
        printf("{\"text\": \"%s\", \"v4\": %d, \"v6\": %d, \"aton\": %d, \"inet_addr\": %u", text,
               is_v4, is_v6, is_old, inet_addr(text));
        hex("v4_bytes", v4, is_v4 == 1 ? 4 : 0);
        hex("v6_bytes", v6, is_v6 == 1 ? 16 : 0);
        hex("aton_bytes", &old, is_old ? 4 : 0);
        printf("}\n");
    }
}

static void texts(void) {
    for (int round = 0; round < 200; round++) {
        unsigned char bytes[16];
        char v4[INET_ADDRSTRLEN] = "", v6[INET6_ADDRSTRLEN] = "";
        struct in_addr in;
        for (int at = 0; at < 16; at++) bytes[at] = next() % 3 ? 0 : next();
        memcpy(&in, bytes, 4);
        /* The buffer is sometimes too small. */
        socklen_t room = next() % (INET6_ADDRSTRLEN + 1);
        errno = 0;
        const char *short_v6 = inet_ntop(AF_INET6, bytes, v6, room);
        int code = errno;
        printf("{\"room\": %u, \"errno\": %d, \"inet_ntop\": ", room, short_v6 ? 0 : code);
        if (short_v6) printf("\"%s\"", short_v6); else printf("null");
        printf(", \"v4\": \"%s\", \"inet_ntoa\": \"%s\"", inet_ntop(AF_INET, bytes, v4, sizeof(v4)),
               inet_ntoa(in));
        hex("bytes", bytes, 16);
        printf("}\n");
    }
}

int main(void) {
    structures();
    constants();
    lengths();
    byte_order();
    addresses();
    texts();
    for (int code = -20; code < 140; code++)
        printf("{\"code\": %d, \"strerror\": \"%s\", \"gai_strerror\": \"%s\"}\n", code, strerror(code),
               gai_strerror(code));
}
