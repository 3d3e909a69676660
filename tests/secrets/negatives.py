"""What looks like a secret and is none."""

import base64
import hashlib
from collections.abc import Iterator

from tests.secrets.alphabets import ALNUM, BASE64, HEX, URL
from tests.secrets.corpus import Maker, values

_NAMES = ("password", "api_key", "SECRET_TOKEN", "auth_token", "client_secret")
_PLACEHOLDERS = (
    "changeme123456", "<your-token-here-1>", "${DB_PASSWORD_1}", "{{ vault_password_1 }}",
    "xxxxxxxxxxxxxxxx1", "your_api_key_12345", "$(cat secret1.txt)", "%(password1)s_here",
    "********************", "EXAMPLE1KEY2VALUE3", "insert-token-here-1", "REPLACE_WITH_KEY_1",
    "0000000000000000000000", "1234567890abcdef1234", "not-a-real-key-99", "my-secret-token-1",
    "dummy_key_8f9a2b", "fake9f8e7d6c5b4a", "TODO-set-this-1x2y", "#{ENV['KEY1']}",
)  # fmt: skip
_CODE = (
    "token = request.headers.get('Authorization2')\n", "password = getpass.getpass('Password 2: ')\n",
    "secret = os.environ['APP_SECRET_1']\n", "api_key: process.env.API_KEY_2,\n",
    "token_type = 'urn:ietf:oauth2:jwt'\n", "password_field = 'user_password_2'\n",
    "secretName: app-tls-cert-2024-prod\n", "TOKEN_URL = 'https://a.io/v2/token'\n",
    "next_page_token = 'CAUQAA2b3c4d5e6f'\n", "tokenizer = 'bert-base-uncased-v2'\n",
    "token: 'punctuation.definition.tag2'\n", "SECRET_KEY_FILE=/run/secrets/app_key_1\n",
    "password = self.generate_password2(length=20)\n", "api_key = config['api_key_2'].strip()\n",
    "passwordHint: 'at least 8 characters, 1 digit'\n", "csrf_token: 'a8f5f167f44f4964e6c998de'\n",
    "var tokens=[1,2,3],password=a.b.c1,secret=function(e){return 1};\n",
    "secret_id = 'arn:aws:secretsmanager:eu-west-1:a'\n",
    "password: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n", "sealed_token: ENC[AES256_GCM,data:p673w==]\n",
    "const apiKey = process.env.STRIPE_API_KEY_2024\n", "this.accessToken = response.data.access_token_v2\n",
    "token_endpoint_auth_method = private_key_jwt_sha256_v1\n", "secretName: shop-prod-1-credentials-v2\n",
    'private static final String TOKEN_HEADER_NAME = "X-Amz-Security-Token-2";\n',
    "api_key_header = APIKeyHeader(name='X-API-Key-2')\n",
    "keyboard_layout = 'qwertz-de-DE-nodeadkeys-104'\n",
    "if password != form.cleaned_data['password2']: raise ValueError\n",
    "arn:aws:secretsmanager:eu:1:secret:a/db-Sm170Y\n",
    "machine example.com login user password pass12345\n", "machine learning password hashing 2024\n",
    "headers = {'Authorization': 'Basic dXNlcjpwYXNzd29yZA=='}\n", '{"auth": "Zm9vOmJhcg=="}\n',
    "primary_key = 'customer_id_2024_partition_key_1'\n", "sitemap: 'https://a.io/token/v2/index1.xml'\n",
    "token = 'access_token_expired_401'\n", "secret: projects/42/secrets/db-1\n",
    "curl -u user:password https://api.acme.io\n", 'curl -u "$USER:$TOKEN" https://api.acme.io\n',
    "curl --user admin:<password> https://api.acme.io\n", "curl -u ${USER}:${TOKEN_1} https://a.io\n",
    "curl -H 'Authorization: Bearer $ACCESS_TOKEN_2_OF_3' https://a.io\n", "curl -u 1000:100000 https://a.io\n",
    "-H 'Authorization: Bearer YOUR_ACCESS_TOKEN_1234' \\\n", "curl -fsSL https://a.io/install.sh | sh\n",
)  # fmt: skip
_ADDRESSES = (
    "postgres://postgres:postgres@localhost:5432/app", "postgresql://app:s3cr3tpw99@db:5432/app",
    "redis://:hunter22x@127.0.0.1:6379", "https://user:password1@example.com/",
    "https://user:pass@host.io/", "mysql://root:${DB_PASS1}@db.acme.io/app",
    "https://{user}:{token1}@git.acme.io/a.git", "https://$USER:$TOKEN12@git.acme.io/",
    "amqp://guest:guest12345@rabbit.local", "http://www.w3.org/2000/svg:title@x",
    "git@github.com:acme/app.git", "https://a.io/@scope/name@1.2.3",
    "mongodb://<user>:<password1>@c.mongodb.net",
)  # fmt: skip


def _made(make: Maker) -> Iterator[str]:
    """What programs write: digests, identities, images, public halves."""
    for nth in range(12):
        digest = hashlib.sha256(str(nth).encode()).hexdigest()
        yield f"sha256:{digest}\n"
        yield f'"integrity": "sha512-{base64.b64encode(hashlib.sha512(digest.encode()).digest()).decode()}"\n'
        yield f"commit {digest[:40]}\n"
        yield f'id = "{make.uuid()}"\n'
        yield f"uses: actions/checkout@{digest[:40]}\n"
        yield f"src: data:image/png;base64,iVBORw0KGgo{make.of(BASE64, 400)}\n"
        yield f"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI{make.of(BASE64, 43)} me@host\n"
        yield f"-----BEGIN PUBLIC KEY-----\n{make.key()}\n-----END PUBLIC KEY-----\n"
        yield f"-----BEGIN CERTIFICATE-----\n{make.key()}\n-----END CERTIFICATE-----\n"
        yield f"app-{make.of(HEX, 8)}.min.js?v={make.of(HEX, 20)}\n"
        yield f'token_hash = "{digest}"\npassword_sha256 = "{digest}"\n'
        yield f'!function(e,t){{var n="{make.of(ALNUM, 6)}",r=e[{nth}];return t.sk-r.key-n}}(a1,b2);\n'
        yield f"go.sum: golang.org/x/net v0.17.0 h1:{make.of(BASE64, 43)}=\n"
        yield f"    --hash=sha256:{make.of(HEX, 64)} \\\n"
        yield f"client_id = '{make.uuid()}'\npublishable_key: pk_live_{make.of(ALNUM, 24)}\n"
        yield f"password_hash = '$2b$12${make.of(ALNUM, 53)}'\ntrace_id={make.of(HEX, 32)}\n"
        yield f"secret: ENC[AES256_GCM,data:{make.of(BASE64, 32)},iv:{make.of(BASE64, 43)}=]\n"
        yield f"YouTube: https://youtu.be/{make.of(URL, 11)}\n"


def negatives(seed: int = 11) -> Iterator[str]:
    """Contents in which nothing is to be found."""
    make = Maker(seed)
    yield from _made(make)
    yield from (f'{name} = "{value}"\n' for name in _NAMES for value in _PLACEHOLDERS)
    yield from _CODE
    yield from (f"url = '{address}'\n" for address in _ADDRESSES)
    yield "aws_access_key_id = AKIAIOSFODNN7" + "EXAMPLE\n"
    yield "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCY" + "EXAMPLEKEY\n"
    yield "-----BEGIN RSA PRIVATE" + " KEY-----\nMIIE...\n-----END RSA PRIVATE KEY-----\n"
    yield "-----BEGIN PRIVATE" + " KEY-----\n<your key here>\n"
    yield "token: " + "ghp" + "_A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8\n"
    yield "NPM_TOKEN=" + "npm" + f"_{make.of(ALNUM, 36)}\n"
    claims = "eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ"
    yield f"token: eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.{claims}.{make.of(URL, 43)}\n"
    for value in values(make).values():
        if "://" not in value and not value.startswith("eyJ"):
            yield f"key: {value[: len(value) // 2]}{'x' * (len(value) - len(value) // 2)}\n"
