// Changes a contract after it was signed, as editors do.
#include <fmt/format.h>

#include "contract.hpp"
#include "pdf_revision.hpp"

namespace cotejo::specimens {

void change_after_signing(const std::filesystem::path& file, const ContractPrint& contract, const std::string& slot,
                          const std::string& text) {
  const auto& [page, box] = contract.slots.at(slot);
  // The patch covers the old value, as white paint does.
  const double y = contract.print.height - box.y - box.height;
  const std::string drawing =
      fmt::format("1 1 1 rg {:.2f} {:.2f} {:.2f} {:.2f} re f BT 0 g /Later {:.2f} Tf {:.2f} {:.2f} Td ({}) Tj ET\n",
                  box.x, y, box.width, box.height, box.height * 0.78, box.x, y + box.height * 0.22, text);
  append_to_page(file, page, drawing, {"/Later", "/Helvetica"});
}

}  // namespace cotejo::specimens
