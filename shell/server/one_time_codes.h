// The OneTimeCodes over liboath, libsodium and a generator of QR codes.
#pragma once

#include "authority/ports.h"

namespace parasol::server {

class OathCodes final : public OneTimeCodes {
  public:
    std::string new_secret() override;
    // By the machine's clock.
    std::optional<std::int64_t> step_of(const std::string& secret, const std::string& code) override;
    Picture picture_of(const std::string& text) override;
    static std::optional<std::int64_t> step_at(const std::string& secret, const std::string& code, Instant now);
    // What an authenticator shows.
    static std::string code_at(const std::string& secret, Instant now);
};

}  // namespace parasol::server
