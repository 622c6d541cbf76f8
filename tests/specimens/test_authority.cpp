#include "test_authority.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/ts.h>
#include <openssl/x509v3.h>

#include <array>
#include <freed_by.hpp>
#include <memory>
#include <stdexcept>

#include "random.hpp"

namespace cotejo::specimens {
namespace {

using Number = std::unique_ptr<BIGNUM, FreedBy<BN_free>>;
using Key = std::unique_ptr<EVP_PKEY, FreedBy<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, FreedBy<X509_free>>;
using Memory = std::unique_ptr<BIO, FreedBy<BIO_free_all>>;

void need(bool done, const char* what) {
  if (!done) throw std::runtime_error(std::string("OpenSSL could not ") + what);
}

// A prime of 1024 bits that is the same for the same chance.
Number prime(Random random) {
  const std::unique_ptr<BN_CTX, FreedBy<BN_CTX_free>> context(BN_CTX_new());
  std::array<unsigned char, 128> bytes{};
  for (auto& byte : bytes) byte = static_cast<unsigned char>(random.next());
  bytes.front() |= 0xC0U, bytes.back() |= 1U;
  Number candidate(BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr));
  while (BN_check_prime(candidate.get(), context.get(), nullptr) != 1) BN_add_word(candidate.get(), 2);
  return candidate;
}

Key rsa_key(Random random) {
  const std::unique_ptr<BN_CTX, FreedBy<BN_CTX_free>> context(BN_CTX_new());
  const Number p = prime(random.fork("p")), q = prime(random.fork("q"));
  const Number n(BN_new()), e(BN_new()), d(BN_new()), phi(BN_new()), p1(BN_dup(p.get())), q1(BN_dup(q.get()));
  BN_set_word(e.get(), 65537);
  BN_sub_word(p1.get(), 1), BN_sub_word(q1.get(), 1);
  BN_mul(n.get(), p.get(), q.get(), context.get());
  BN_mul(phi.get(), p1.get(), q1.get(), context.get());
  need(BN_mod_inverse(d.get(), e.get(), phi.get(), context.get()), "make a key");
  const std::unique_ptr<OSSL_PARAM_BLD, FreedBy<OSSL_PARAM_BLD_free>> builder(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_D, d.get());
  const std::unique_ptr<OSSL_PARAM, FreedBy<OSSL_PARAM_free>> params(OSSL_PARAM_BLD_to_param(builder.get()));
  const std::unique_ptr<EVP_PKEY_CTX, FreedBy<EVP_PKEY_CTX_free>> maker(
      EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
  EVP_PKEY* key = nullptr;
  need(EVP_PKEY_fromdata_init(maker.get()) == 1 &&
           EVP_PKEY_fromdata(maker.get(), &key, EVP_PKEY_KEYPAIR, params.get()) == 1,
       "make a key");
  return Key(key);
}

void extend(X509* certificate, X509* issuer, int what, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, what, value);
  need(extension, "make an extension");
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

// Valid from 2020 to 2049. Without an issuer, its own.
Certificate certificate(const std::string& name, EVP_PKEY* key, X509* issuer, EVP_PKEY* issuer_key, long serial) {
  Certificate out(X509_new());
  X509_set_version(out.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(out.get()), serial);
  ASN1_TIME_set_string(X509_getm_notBefore(out.get()), "20200101000000Z");
  ASN1_TIME_set_string(X509_getm_notAfter(out.get()), "20491231235959Z");
  X509_NAME_add_entry_by_txt(X509_get_subject_name(out.get()), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  X509_set_issuer_name(out.get(), X509_get_subject_name(issuer ? issuer : out.get()));
  X509_set_pubkey(out.get(), key);
  if (issuer) {
    extend(out.get(), issuer, NID_ext_key_usage, "critical,timeStamping");
    extend(out.get(), issuer, NID_key_usage, "critical,digitalSignature");
  } else {
    extend(out.get(), out.get(), NID_basic_constraints, "critical,CA:TRUE");
    extend(out.get(), out.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
  }
  need(X509_sign(out.get(), issuer_key, EVP_sha256()) > 0, "sign a certificate");
  return out;
}

ASN1_INTEGER* next_serial(TS_RESP_CTX*, void*) {
  ASN1_INTEGER* serial = ASN1_INTEGER_new();
  ASN1_INTEGER_set(serial, 4711);
  return serial;
}

int say_time(TS_RESP_CTX*, void* data, long* seconds, long* micros) {
  *seconds = static_cast<long>(*static_cast<std::int64_t*>(data));
  *micros = 0;
  return 1;
}

}  // namespace

struct TestAuthority::Keys {
  Key root_key, key;
  Certificate root, own;
};

TestAuthority::TestAuthority(const std::string& name) {
  const Random random = Random(0x3161).fork(name);
  Key root_key = rsa_key(random.fork("root")), key = rsa_key(random.fork("stamps"));
  Certificate root = certificate(name + " Raiz", root_key.get(), nullptr, root_key.get(), 1);
  Certificate own = certificate(name, key.get(), root.get(), root_key.get(), 2);
  keys_ = new Keys{std::move(root_key), std::move(key), std::move(root), std::move(own)};
}

TestAuthority::~TestAuthority() {
  delete keys_;
}

std::string TestAuthority::root_pem() const {
  const Memory memory(BIO_new(BIO_s_mem()));
  need(PEM_write_bio_X509(memory.get(), keys_->root.get()) == 1, "write a certificate");
  char* text = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

std::vector<std::uint8_t> TestAuthority::stamp(std::span<const std::uint8_t> bytes, std::int64_t unix_time) const {
  std::array<unsigned char, 32> digest{};
  unsigned int size = 0;
  EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr);
  const std::unique_ptr<TS_REQ, FreedBy<TS_REQ_free>> request(TS_REQ_new());
  const std::unique_ptr<TS_MSG_IMPRINT, FreedBy<TS_MSG_IMPRINT_free>> imprint(TS_MSG_IMPRINT_new());
  const std::unique_ptr<X509_ALGOR, FreedBy<X509_ALGOR_free>> algorithm(X509_ALGOR_new());
  X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nullptr);
  TS_MSG_IMPRINT_set_algo(imprint.get(), algorithm.get());
  TS_MSG_IMPRINT_set_msg(imprint.get(), digest.data(), static_cast<int>(size));
  TS_REQ_set_version(request.get(), 1);
  TS_REQ_set_msg_imprint(request.get(), imprint.get());
  TS_REQ_set_cert_req(request.get(), 1);
  unsigned char* der = nullptr;
  const int length = i2d_TS_REQ(request.get(), &der);
  need(length > 0, "write a request");
  const Memory asked(BIO_new_mem_buf(der, length));
  const std::unique_ptr<TS_RESP_CTX, FreedBy<TS_RESP_CTX_free>> context(TS_RESP_CTX_new());
  TS_RESP_CTX_set_serial_cb(context.get(), next_serial, nullptr);
  TS_RESP_CTX_set_time_cb(context.get(), say_time, &unix_time);
  const std::unique_ptr<ASN1_OBJECT, FreedBy<ASN1_OBJECT_free>> policy(OBJ_txt2obj("1.2.3.4.1", 1));
  const std::unique_ptr<STACK_OF(X509), void (*)(STACK_OF(X509)*)> chain(
      sk_X509_new_null(), [](STACK_OF(X509) * all) { sk_X509_free(all); });
  sk_X509_push(chain.get(), keys_->root.get());
  need(TS_RESP_CTX_set_signer_cert(context.get(), keys_->own.get()) == 1 &&
           TS_RESP_CTX_set_signer_key(context.get(), keys_->key.get()) == 1 &&
           TS_RESP_CTX_set_signer_digest(context.get(), EVP_sha256()) == 1 &&
           TS_RESP_CTX_set_ess_cert_id_digest(context.get(), EVP_sha256()) == 1 &&
           TS_RESP_CTX_set_certs(context.get(), chain.get()) == 1 &&
           TS_RESP_CTX_set_def_policy(context.get(), policy.get()) == 1 &&
           TS_RESP_CTX_add_md(context.get(), EVP_sha256()) == 1,
       "prepare a stamp");
  const std::unique_ptr<TS_RESP, FreedBy<TS_RESP_free>> response(TS_RESP_create_response(context.get(), asked.get()));
  OPENSSL_free(der);
  need(response && TS_RESP_get_token(response.get()), "stamp");
  unsigned char* token = nullptr;
  const int token_size = i2d_PKCS7(TS_RESP_get_token(response.get()), &token);
  need(token_size > 0, "write a token");
  std::vector<std::uint8_t> out(token, token + token_size);
  OPENSSL_free(token);
  return out;
}

std::string base64(std::span<const std::uint8_t> bytes) {
  std::string text((bytes.size() + 2) / 3 * 4, '\0');
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytes.data(), static_cast<int>(bytes.size()));
  return text;
}

}  // namespace cotejo::specimens
