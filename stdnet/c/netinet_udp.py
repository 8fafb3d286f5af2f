"""C's <netinet/udp.h>: the options of UDP."""

from typing import Final

UDP_CORK: Final = 1
UDP_ENCAP: Final = 100
UDP_NO_CHECK6_TX: Final = 101
UDP_NO_CHECK6_RX: Final = 102
UDP_SEGMENT: Final = 103
UDP_GRO: Final = 104

UDP_ENCAP_ESPINUDP_NON_IKE: Final = 1
UDP_ENCAP_ESPINUDP: Final = 2
UDP_ENCAP_L2TPINUDP: Final = 3
UDP_ENCAP_GTP0: Final = 4
UDP_ENCAP_GTP1U: Final = 5
