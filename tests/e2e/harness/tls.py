"""A certificate authority of the tests: one server that proves to be any host that it is asked for."""

import datetime
import pathlib
import ssl

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

# Wide enough for tests that set the clock.
VALID_FROM = datetime.datetime(2020, 1, 1)
VALID_UNTIL = datetime.datetime(2045, 1, 1)


class Authority:
    """Signs a certificate for each host name on first use. Its own certificate is `ca_file`."""

    def __init__(self, folder: pathlib.Path):
        self.folder = folder
        self.ca_file = folder / "ca.pem"
        self._ca_key, self._server_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
        self._ca_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test authority")])
        certificate = self._certificate("Test authority", self._ca_key, [
            (x509.BasicConstraints(ca=True, path_length=0), True),
            (x509.KeyUsage(digital_signature=True, key_cert_sign=True, crl_sign=True, content_commitment=False,
                           key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False,
                           decipher_only=False), True),
            (x509.SubjectKeyIdentifier.from_public_key(self._ca_key.public_key()), False),
        ])
        self.ca_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        self._contexts: dict[str, ssl.SSLContext] = {}

    def server_context(self) -> ssl.SSLContext:
        """For a server that answers under every name that clients ask for by SNI."""
        context = self._context_of("stub.test")
        context.sni_callback = self._choose
        return context

    def _choose(self, connection, name: str | None, _) -> None:
        if name:
            connection.context = self._context_of(name.lower().rstrip("."))

    def _context_of(self, host: str) -> ssl.SSLContext:
        if host not in self._contexts:
            certificate = self._certificate(host, self._server_key, [
                (x509.SubjectAlternativeName([x509.DNSName(host)]), False),
                (x509.BasicConstraints(ca=False, path_length=None), True),
                (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False),
                (x509.AuthorityKeyIdentifier.from_issuer_public_key(self._ca_key.public_key()), False),
            ])
            path = self.folder / f"{host}.pem"
            path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + self._server_key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(path)
            self._contexts[host] = context
        return self._contexts[host]

    def _certificate(self, subject: str, key, extensions) -> x509.Certificate:
        builder = (x509.CertificateBuilder()
                   .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)]))
                   .issuer_name(self._ca_name).public_key(key.public_key())
                   .serial_number(x509.random_serial_number())
                   .not_valid_before(VALID_FROM).not_valid_after(VALID_UNTIL))
        for extension, critical in extensions:
            builder = builder.add_extension(extension, critical)
        return builder.sign(self._ca_key, hashes.SHA256())
