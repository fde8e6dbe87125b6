// The OneTimeCodes over liboath, libsodium and a generator of QR codes.
#pragma once

#include "authority/ports.h"

namespace parasol::server {

class OathCodes final : public OneTimeCodes {
  public:
    std::string new_secret() override;
    std::optional<std::int64_t> step_of(const std::string& secret, const std::string& code, Instant now) override;
    Picture picture_of(const std::string& text) override;
    // What an authenticator shows.
    static std::string code_at(const std::string& secret, Instant now);
};

}  // namespace parasol::server
