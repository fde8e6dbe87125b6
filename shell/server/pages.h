// The files of the page, read once: each as it is and, where it was made beside it, as .br and .gz.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace parasol::server {

struct Page {
    std::string type;  // Content-Type
    std::string hash;  // of the content, hexadecimal: an address that ends in "?v=" and this is for good
    std::string plain;
    std::string brotli;  // empty where there is none
    std::string gzip;
};

class Pages {
  public:
    // What is wrong with the folder; empty where all is well.
    std::string read(const std::string& folder);
    // Of a request's path, without its query; "/" is index.html. Null where there is none.
    const Page* find(std::string_view path) const;

  private:
    std::unordered_map<std::string, Page> pages_;  // by path, "/index.html"
};

}  // namespace parasol::server
