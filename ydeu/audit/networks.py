"""The network of a visitor: enough to recognise an attack, too little to identify a person."""

from ipaddress import ip_address, ip_network

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

PREFIXES = {4: 24, 6: 48}


def network_of(request: HttpRequest | None) -> str:
    """The visitor's network, /24 for IPv4 and /48 for IPv6. Empty if the address is not known."""
    if request is None:
        return ""
    try:
        address = ip_address(get_adapter(request).get_client_ip(request) or "")
    except (ValueError, PermissionDenied):
        return ""
    return str(ip_network((address, PREFIXES[address.version]), strict=False))
