#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <document_text/tests/sheets.hpp>

#include "../confirmation.hpp"

namespace cotejo::bank_statement {
namespace {

using namespace std::chrono_literals;
using document_text::testing::sheet;

Statement read(const std::vector<document_text::Page>& pages, std::vector<boost::json::object> more = {}) {
  return StatementReader(Layouts(more)).read(pages);
}

std::vector<std::int64_t> amounts_of(const Statement& statement) {
  std::vector<std::int64_t> all;
  for (const auto& [day, movement] : statement.movements) all.push_back(movement.cents.value_or(-1));
  return all;
}

const std::vector<std::string> kHead{"BANCO NACIONAL DE MEXICO, S.A.",
                                     "",
                                     "ROSA ZAMORA QUIROZ                     Periodo   01 al 30 de septiembre de 2026",
                                     "CALLE DEL RIO 120                      No. de cuenta      7012345678",
                                     "COL CENTRO 44100                       CLABE   0023 2000 7012 3456 78",
                                     "",
                                     "Saldo anterior                1,000.00",
                                     "Depósitos        2              600.00",
                                     "Retiros          2              250.00",
                                     "Saldo al corte                1,350.00",
                                     ""};

std::vector<std::string> with_table(std::vector<std::string> rows) {
  std::vector<std::string> lines = kHead;
  lines.push_back("FECHA    CONCEPTO                           RETIROS      DEPOSITOS        SALDO");
  lines.insert(lines.end(), rows.begin(), rows.end());
  return lines;
}

TEST(StatementReader, DatesBrokenInANarrowColumn) {
  const Statement s = read({sheet(with_table(
      {"02       PAGO DE NOMINA                                  500.00     1,500.00", "SEP",
       "10-SEP-  COMPRA EN UNA TIENDA         200.00                        1,300.00", "26       DE LA ESQUINA",
       "30 SEP   COMISION                      50.00                        1,250.00"}))});
  ASSERT_EQ(s.movements.size(), 3U);
  EXPECT_EQ(s.movements[0].day, Day(2026y / 9 / 2));
  EXPECT_EQ(s.movements[1].day, Day(2026y / 9 / 10));
  EXPECT_EQ(s.movements[1].movement.description, "COMPRA EN UNA TIENDA DE LA ESQUINA");
  EXPECT_EQ(s.movements[2].day, Day(2026y / 9 / 30));
}

TEST(StatementReader, CurrencyOfTheAccount) {
  const auto currency = [](const std::string& line, const std::string& movement = "PAGO DE NOMINA") {
    auto lines = with_table({"02 SEP   " + movement + "                                  500.00     1,500.00"});
    lines.insert(lines.begin() + 1, {line, ""});
    const Statement s = read({sheet(lines)});
    return s.currency ? s.currency->value : "";
  };
  EXPECT_EQ(currency("CUENTA EN DOLARES USD"), "USD");
  EXPECT_EQ(currency("DETALLE DE MOVIMIENTOS (PESOS)"), "MXN");
  EXPECT_EQ(currency("Moneda: EUROS"), "EUR");
  EXPECT_EQ(currency("Cuenta Moneda Nacional"), "MXN");
  EXPECT_EQ(currency("", "COMPRA USD 17"), "") << "of a movement";
  EXPECT_EQ(currency("Cambie sus dolares en cualquier sucursal"), "") << "an advertisement";
}

TEST(StatementReader, ClosingBalanceByItsDay) {
  const auto closing = [](const std::string& line) {
    auto lines = with_table({"02 SEP   PAGO DE NOMINA                                  500.00     1,500.00"});
    for (auto& known : lines)
      if (known.starts_with("Saldo al corte")) known = line;
    const Statement s = read({sheet(lines)});
    return s.closing ? s.closing->value : -1;
  };
  EXPECT_EQ(closing("SALDO AL 30 DE SEPTIEMBRE DE 2026     $1,350.00"), 135000);
  EXPECT_EQ(closing("Saldo al 30/09/2026                   1,350.00"), 135000);
  EXPECT_EQ(closing("SALDO AL 31 DE AGOSTO DE 2026         $1,350.00"), -1) << "of another day";
}

TEST(StatementReader, PeriodRightAboveTheTable) {
  for (const char* period : {"01/09/2026 - 30/09/2026", "01-SEP-26/30-SEP-26", "01/09/2026-30/09/2026"}) {
    std::vector<std::string> lines(kHead.begin(), kHead.begin() + 2);
    lines.insert(lines.end(), {std::string("Periodo:  ") + period + "                   final",
                               "FECHA    CONCEPTO                           RETIROS      DEPOSITOS        SALDO",
                               "02 SEP   PAGO DE NOMINA                                  500.00     1,500.00",
                               "10 SEP   COMPRA                       200.00                        1,300.00"});
    const Statement s = read({sheet(lines)});
    ASSERT_TRUE(s.period) << period;
    EXPECT_EQ(s.period->value.from, Day(2026y / 9 / 1)) << period;
    EXPECT_EQ(s.period->value.to, Day(2026y / 9 / 30)) << period;
    EXPECT_EQ(s.movements.size(), 2U) << period;
  }
}

TEST(StatementReader, RfcOfThePersonOnTheHoldersPage) {
  const auto rfc = [](const std::string& line) {
    auto lines = with_table({"02 SEP   PAGO DE NOMINA                                  500.00     1,500.00"});
    lines.insert(lines.begin() + 5, {line, ""});
    const Statement s = read({sheet(lines)});
    return s.rfc ? s.rfc->value : "";
  };
  EXPECT_EQ(rfc("RFC OOCL961212382"), "OOCL961212382");
  EXPECT_EQ(rfc("R.F.C.: OOCL-961212-382"), "OOCL961212382");
  EXPECT_EQ(rfc("RFC BNM840515VB1"), "") << "a bank's";
  EXPECT_EQ(rfc("RFC OOCL961212383"), "") << "misread or misprinted";
  EXPECT_EQ(rfc("RFC XAXX010101000"), "") << "anybody's";
  EXPECT_EQ(rfc("RFC OOCL961212382      RFC MHTR93041179A"), "") << "whose?";
}

TEST(StatementReader, ReadsSummaryAndRows) {
  const Statement s = read({sheet(with_table(
      {"01 SEP   SALDO ANTERIOR                                             1,000.00",
       "02 SEP   PAGO DE NOMINA                                  500.00     1,500.00", "         REFERENCIA 123",
       "10 SEP   COMPRA 17.50 USD POR 99.99           200.00                1,300.00",
       "30 SEP   COMISION                              50.00                1,250.00",
       "         SPEI RECIBIDO                                   100.00     1,350.00",
       "SALDO PROMEDIO                                                      1,111.11"}))});
  ASSERT_TRUE(s.recognised);
  ASSERT_NE(s.bank, nullptr);
  EXPECT_EQ(s.bank->id, "citibanamex");
  EXPECT_EQ(s.holder->value, "ROSA ZAMORA QUIROZ");
  EXPECT_EQ(s.clabe->value, "002320007012345678");
  EXPECT_EQ(s.account->value, "7012345678");
  EXPECT_EQ(s.period->value.from, Day(2026y / 9 / 1));
  EXPECT_EQ(s.opening->value, 100000);
  EXPECT_EQ(s.credits->value, 60000);
  EXPECT_EQ(s.debits->value, 25000);
  EXPECT_EQ(s.closing->value, 135000);
  EXPECT_EQ(amounts_of(s), (std::vector<std::int64_t>{50000, -20000, -5000, 10000}));
  EXPECT_EQ(s.movements[0].movement.description, "PAGO DE NOMINA REFERENCIA 123");
  EXPECT_EQ(s.movements[1].movement.description, "COMPRA 17.50 USD POR 99.99");
  EXPECT_EQ(s.movements[3].day, Day(2026y / 9 / 30)) << "a day that is printed once stands for the rows below it";
  EXPECT_EQ(s.movements[3].movement.balance, 135000);
}

TEST(StatementReader, APageOfSomethingElseDoesNotSayWhoseTheAccountIs) {
  const std::vector<std::string> bill{"COMISION FEDERAL DE ELECTRICIDAD", "", "LUCIA CHAVEZ PECH", "CALLE SOL 12",
                                      "COL CENTRO 44100"};
  const auto statement =
      sheet(with_table({"02 SEP   PAGO DE NOMINA                                  500.00     1,500.00"}));
  EXPECT_EQ(read({sheet(bill), statement}).holder->value, "ROSA ZAMORA QUIROZ");
  auto named = bill;
  named.push_back("PAGUE EN CITIBANAMEX");
  EXPECT_TRUE(read({sheet(named), statement}).several_holders);
  EXPECT_FALSE(read({statement, sheet(named)}).several_holders) << "what comes after it is not asked";
}

TEST(StatementReader, ACoverOfTheSameBankSaysWhoseTheAccountIs) {
  std::vector<std::string> unnamed;
  for (const auto& line : with_table({"02 SEP   PAGO DE NOMINA                                  500.00     1,500.00"}))
    if (line.find("ZAMORA") == std::string::npos) unnamed.push_back(line);
  const std::vector<std::string> name{"", "ROSA ZAMORA QUIROZ", "CALLE DEL RIO 120", "COL CENTRO 44100"};
  auto cover = name;
  cover.insert(cover.begin(), "BANCO NACIONAL DE MEXICO, S.A.");
  const auto named = read({sheet(cover), sheet(unnamed)});
  ASSERT_TRUE(named.holder);
  EXPECT_EQ(named.holder->value, "ROSA ZAMORA QUIROZ");
  EXPECT_FALSE(read({sheet(name), sheet(unnamed)}).holder) << "nothing says that the first page is of it";
}

// As a line network gives them: a blank in a month, letters for digits, a comma for a point.
const std::vector<std::string> kMisread{"02/SE P  PAGO DE NOMINA                                  500.00     1,500.00",
                                        "1O/5EP   COMPRA                               200,00                1,300.00",
                                        "20-5EP   COMISION                              50.00                1,250.00",
                                        "30/SEP   SPEI RECIBIDO                                   100.00     1,350.00"};

TEST(StatementReader, ReadsRowsThatAPictureLeftUnclear) {
  using document_text::testing::scanned;
  const Statement s = read({scanned(sheet(with_table(kMisread)))});
  EXPECT_EQ(amounts_of(s), (std::vector<std::int64_t>{50000, -20000, -5000, 10000}));
  std::vector<Day> days;
  for (const auto& [day, movement] : s.movements) days.push_back(day.value_or(Day{}));
  EXPECT_EQ(days, (std::vector<Day>{2026y / 9 / 2, 2026y / 9 / 10, 2026y / 9 / 20, 2026y / 9 / 30}));
  const Statement text = read({sheet(with_table(kMisread))});
  EXPECT_EQ(std::count_if(text.movements.begin(), text.movements.end(),
                          [](const auto& m) { return m.day && m.movement.cents; }),
            1)
      << "what a text says is not read as something else";
}

TEST(StatementReader, FindsAHeaderWhoseNamesAPictureBroke) {
  using document_text::testing::scanned;
  const std::vector<std::string> lines{"Fecha de la     Fecha                                          ",
                                       "O PER ACIO N    de carg O   Descripción del movimiento      Monto",
                                       "15-SEP-2026     15-SEP-2026   CINE PLAZA NORTE             +$80.14",
                                       "16-SEP-2026     16-SEP-2026   SU PAGO GRACIAS             -$669.97"};
  EXPECT_EQ(read({scanned(sheet(lines))}).movements.size(), 2U);
  EXPECT_FALSE(read({sheet(lines)}).has_table) << "in a text, names say what they say";
}

TEST(StatementReader, TheDayOfTheCutSaysTheYearWhereThePeriodIsUnreadable) {
  const Statement s = read({sheet({"Fecha de corte 05/01/2027", "", "", "",
                                   "FECHA        DESCRIPCIÓN           RETIROS      DEPOSITOS      SALDO",
                                   "28/DIC       NOMINA                             500.00         1,500.00",
                                   "03/ENE       CAJERO                200.00                      1,300.00",
                                   "09/ENE       CAJERO                200.00                      1,100.00"})});
  ASSERT_EQ(s.movements.size(), 3U);
  EXPECT_FALSE(s.period);
  EXPECT_EQ(s.movements[0].day, Day(2026y / 12 / 28));
  EXPECT_EQ(s.movements[1].day, Day(2027y / 1 / 3));
  EXPECT_FALSE(s.movements[2].day) << "after the cut";
}

// White on a colour, small: one name in ten comes out as letters of nothing.
TEST(StatementReader, TellsColumnsOfUnreadableNamesByWhatStandsBelow) {
  using document_text::testing::scanned;
  const std::vector<std::string> rows{"02/ENE/2026  NOMINA                   500.00                  1,500.00",
                                      "03/ENE/2026  CAJERO                                200.00     1,300.00",
                                      "04/ENE/2026  CAJERO                                100.00     1,200.00",
                                      "05/ENE/2026  CAJERO                                100.00     1,100.00",
                                      "06/ENE/2026  NOMINA                   900.00                  2,000.00",
                                      "07/ENE/2026  NOMINA                   900.00                  2,900.00",
                                      "08/ENE/2026  NOMINA                   900.00                  3,800.00",
                                      "09/ENE/2026  CAJERO                                800.00     3,000.00"};
  const std::vector<std::int64_t> expected{50000, -20000, -10000, -10000, 90000, 90000, 90000, -80000};
  const auto with = [&](const std::string& header) {
    std::vector<std::string> lines{header};
    lines.insert(lines.end(), rows.begin(), rows.end());
    return sheet(lines);
  };
  for (const char* header : {"PEECHA       DESCRIPCIÓN              ABONOS       CARGOS        SALDO",
                             "FECHA        DESCRIPCIÓN              MOPISG       CARGOS        SALDO",
                             "FECHA        DESCRIPCIÓN              ABONOS       CAPCUS        SAAUOO"}) {
    EXPECT_EQ(amounts_of(read({scanned(with(header))})), expected) << header;
    EXPECT_FALSE(read({with(header)}).has_table) << "in a text, names say what they say";
  }
  for (const char* header : {"FECHA        DESCRIPCIÓN              MOPISG       CAPCUS        SALDO",
                             "FECHA        DESCRIPCIÓN              MOPISG       CAPCUS        SAAUOO"})
    EXPECT_FALSE(read({scanned(with(header))}).has_table) << "nothing says which of the two adds: " << header;
}

TEST(Confirmation, DaysOutOfOrderConfirmNoTable) {
  const auto with = [](const char* second) {
    return read({sheet(
        with_table({"02/SEP   PAGO DE NOMINA                                  500.00     1,500.00",
                    std::string(second) + "   COMPRA                               200.00                1,300.00",
                    "20/SEP   COMISION                              50.00                1,250.00",
                    "30/SEP   SPEI RECIBIDO                                   100.00     1,350.00"}))});
  };
  EXPECT_TRUE(confirmation_of(with("10/SEP")).movements);
  EXPECT_FALSE(confirmation_of(with("26/SEP")).movements) << "sums say nothing of a misread day";
}

TEST(Confirmation, APeriodOfAMonthIsConfirmedAndNoOther) {
  const auto period = [](Day from, Day to) {
    Statement s;
    s.period = Read<Period>{{from, to}, 0, {}, 0.6};
    return confirmation_of(s).period;
  };
  EXPECT_TRUE(period(2026y / 9 / 1, 2026y / 9 / 30));
  EXPECT_TRUE(period(2026y / 9 / 19, 2026y / 10 / 18));
  EXPECT_FALSE(period(2026y / 9 / 19, 2026y / 10 / 13)) << "18, misread";
  EXPECT_FALSE(period(2026y / 9 / 1, 2026y / 10 / 30));
  EXPECT_FALSE(confirmation_of({}).period);
}

TEST(Confirmation, SumsConfirmWhatWasReadAndNothingElseDoes) {
  std::vector<std::string> rows{"02 SEP   PAGO DE NOMINA                                  500.00     1,500.00",
                                "10 SEP   COMPRA                               200.00                1,300.00",
                                "20 SEP   COMISION                              50.00                1,250.00",
                                "30 SEP   SPEI RECIBIDO                                   100.00     1,350.00"};
  const Confirmation right = confirmation_of(read({sheet(with_table(rows))}));
  EXPECT_TRUE(right.totals);
  EXPECT_TRUE(right.movements);
  EXPECT_FALSE(right.clabe) << "its check digit is another";
  rows[1].replace(rows[1].find("200.00"), 6, "280.00");
  const Confirmation wrong = confirmation_of(read({sheet(with_table(rows))}));
  EXPECT_TRUE(wrong.totals);
  EXPECT_FALSE(wrong.movements);
  rows[1].replace(rows[1].find("280.00"), 6, "200.00");
  rows[2].replace(rows[2].find("1,250.00"), 8, "1,256.00");
  EXPECT_FALSE(confirmation_of(read({sheet(with_table(rows))})).movements) << "a balance beside a row is another";
  auto lines = with_table(rows);
  lines[9] = "Saldo al corte                1,360.00";
  EXPECT_FALSE(confirmation_of(read({sheet(lines)})).totals);
}

TEST(StatementReader, RowsGoOnAfterAPageBreakWithOrWithoutHeaders) {
  for (const bool again : {true, false}) {
    std::vector<std::string> second{"BANCO NACIONAL DE MEXICO    ROSA ZAMORA QUIROZ    Pagina 2 de 2", "", ""};
    if (again) second.push_back("FECHA    CONCEPTO                           RETIROS      DEPOSITOS        SALDO");
    second.push_back("10 SEP   COMPRA                               200.00                1,300.00");
    const Statement s =
        read({sheet(with_table({"02 SEP   PAGO                                            500.00     1,500.00"})),
              sheet(second)});
    ASSERT_EQ(amounts_of(s), (std::vector<std::int64_t>{50000, -20000})) << again;
    EXPECT_EQ(s.movements[0].movement.description, "PAGO");
    EXPECT_EQ(s.movements[1].movement.page, 1U);
    EXPECT_EQ(s.pages.numbers, (std::vector<int>{0, 2}));
    EXPECT_EQ(s.pages.total, 2);
  }
}

TEST(StatementReader, ARowWhoseDateCannotBeReadIsNotGivenAnother) {
  const Statement s =
      read({sheet(with_table({"02 SEP   PAGO                                            500.00     1,500.00",
                              "1O 5EP   COMPRA                               200.00                1,300.00"}))});
  ASSERT_EQ(amounts_of(s), (std::vector<std::int64_t>{50000, -20000}));
  EXPECT_FALSE(s.movements[1].day);
}

TEST(StatementReader, HeadersOfTwoLines) {
  auto lines = kHead;
  for (const char* line : {"         DESCRIPCION /              MONTO DEL    MONTO DEL",
                           "FECHA    ESTABLECIMIENTO            DEPOSITO     RETIRO         SALDO",
                           "02-SEP-26 PAGO                        500.00                  1,500.00",
                           "03-SEP-26 COMPRA                                     10.00    1,490.00"})
    lines.emplace_back(line);
  EXPECT_EQ(amounts_of(read({sheet(lines)})), (std::vector<std::int64_t>{50000, -1000}));
}

TEST(StatementReader, AColumnOfSignedAmounts) {
  auto lines = kHead;
  for (const char* line :
       {"FECHA        MOVIMIENTO                   MONTO", "02 SEP 2026  PAGO                      +$500.00",
        "03 SEP 2026  COMPRA                     -$10.00"})
    lines.emplace_back(line);
  EXPECT_EQ(amounts_of(read({sheet(lines)})), (std::vector<std::int64_t>{50000, -1000}));
  lines.back() = "03 SEP 2026  COMPRA                      $10.00";
  EXPECT_EQ(amounts_of(read({sheet(lines)})), (std::vector<std::int64_t>{50000, -1000}))
      << "the sign that is not printed";
  lines[lines.size() - 2] = "02 SEP 2026  PAGO                       $500.00";
  EXPECT_EQ(amounts_of(read({sheet(lines)})), (std::vector<std::int64_t>{-1, -1})) << "unknown, never guessed";
}

TEST(StatementReader, AChargeToACardIsADebit) {
  std::vector<std::string> lines{"RESUMEN DE CARGOS Y ABONOS DEL PERIODO",
                                 "Pago para no generar intereses   $90.00",
                                 "Periodo: 15-ago-2026 al 14-sep-2026",
                                 "",
                                 "Fecha de la operación   Descripción del movimiento      Monto",
                                 "16-ago-2026             CINE                        + $ 40.00",
                                 "17-ago-2026             SU PAGO                     - $ 10.00"};
  const Statement s = read({sheet(lines)});
  EXPECT_EQ(s.kind, Kind::card);
  EXPECT_EQ(amounts_of(s), (std::vector<std::int64_t>{-4000, 1000}));
}

TEST(StatementReader, ANewBankIsData) {
  std::vector<std::string> lines{"Banca Imaginaria del Sur, S.A.",
                                 "Intervalo: 01/09/2026 al 30/09/2026",
                                 "Arranque   10.00",
                                 "Remate   20.00",
                                 "",
                                 "Jornada       Asunto          Mengua      Ganancia",
                                 "05/09/2026    PAGO                           10.00"};
  EXPECT_FALSE(read({sheet(lines)}).recognised);
  const auto layout = boost::json::parse(R"({"id": "sur", "name": "Imaginaria", "codes": ["999"],
      "identity": ["banca imaginaria del sur"],
      "labels": {"opening": ["arranque"], "closing": ["remate"], "period": ["intervalo"]},
      "columns": {"date": ["jornada"], "text": ["asunto"], "debit": ["mengua"], "credit": ["ganancia"]}})")
                          .as_object();
  const Statement s = read({sheet(lines)}, {layout});
  ASSERT_TRUE(s.recognised);
  EXPECT_EQ(s.bank->name, "Imaginaria");
  EXPECT_EQ(s.opening->value, 1000);
  EXPECT_EQ(s.closing->value, 2000);
  EXPECT_EQ(amounts_of(s), (std::vector<std::int64_t>{1000}));
}

// Two names that begin alike, of which one goes on in the next line.
TEST(StatementReader, AHeaderOverTwoLinesKeepsItsColumnsApart) {
  const Statement s = read({sheet({"FECHA        DESCRIPCIÓN           MONTO DEL    MONTO DEL RETIRO      SALDO",
                                   "                                   DEPOSITO",
                                   "02-ENE-26    NOMINA                  500.00                          1,500.00",
                                   "03-ENE-26    CAJERO                                   200.00         1,300.00"})});
  EXPECT_EQ(amounts_of(s), (std::vector<std::int64_t>{50000, -20000}));
}

// As a scan leaves it: the strokes of some signs are gone.
TEST(StatementReader, BalancesSayWhichWayAnAmountWithoutItsSignWent) {
  using document_text::testing::scanned;
  const Statement s = read({scanned(sheet({"FECHA        DESCRIPCIÓN              MONTO        SALDO",
                                           "             SALDO ANTERIOR                     1,000.00",
                                           "02/ENE/2026  NOMINA                   500.00     1,500.00",
                                           "03/ENE/2026  CAJERO                   200.00     1,300.00",
                                           "04/ENE/2026  CAJERO                  -100.00     1,200.00",
                                           "05/ENE/2026  CAJERO                   900.00     1,100.00"}))});
  EXPECT_EQ(amounts_of(s)[0], 50000);
  EXPECT_EQ(amounts_of(s)[1], -20000);
  EXPECT_EQ(amounts_of(s)[2], -10000);
}

// Neither is a row of its own, or a part of the last one's description.
TEST(StatementReader, ADateInADescriptionAndTheFootOfThePageAreNoRows) {
  const Statement s =
      read({sheet({"FECHA        DESCRIPCIÓN           CARGOS       ABONOS       SALDO",
                   "02/ENE/2026  NOMINA                             500.00     1,500.00", "             15/09 CONSULTA",
                   "03/ENE/2026  CAJERO              200.00                  1,300.00",
                   "BBVA MEXICO, S.A., INSTITUCION DE BANCA MULTIPLE"})});
  EXPECT_EQ(amounts_of(s), (std::vector<std::int64_t>{50000, -20000}));
  EXPECT_EQ(s.movements.front().movement.description, "NOMINA 15/09 CONSULTA");
  ASSERT_TRUE(s.bank);
  EXPECT_EQ(s.bank->id, "bbva");
}

TEST(StatementReader, ReadsAPeriodThatGoesOnInTheNextLine) {
  const Statement s = read({sheet({"Periodo      DEL 01/01/2026 AL      Saldo anterior      100.00",
                                   "             31/01/2026             Saldo final         100.00"})});
  ASSERT_TRUE(s.period);
  EXPECT_EQ(s.period->value.from, Day(2026y / 1 / 1));
  EXPECT_EQ(s.period->value.to, Day(2026y / 1 / 31));
}

TEST(StatementReader, TotalsHaveNoSignAndAHolderMayStandBelowItsLabel) {
  const Statement s = read({sheet({"Titular                    CLABE", "Ximena Robledo Cantú       638180010112233449",
                                   "", "Saldo inicial              $100.00", "Depósitos                 +$50.00",
                                   "Gastos                    -$20.00", "Saldo final                $130.00",
                                   "Nu México Financiera, S.A. de C.V., S.F.P."})});
  ASSERT_TRUE(s.holder && s.debits);
  EXPECT_EQ(s.holder->value, "Ximena Robledo Cantú");
  EXPECT_EQ(s.debits->value, 2000);
}

TEST(StatementReader, AMistakeInALayoutIsNamed) {
  const auto wrong = boost::json::parse(R"({"id": "sur", "colums": {}})").as_object();
  try {
    Layouts layouts({&wrong, 1});
    FAIL();
  } catch (const std::invalid_argument& error) {
    EXPECT_STREQ(error.what(), "layout 'sur': unknown key 'colums'");
  }
}

TEST(StatementReader, AnotherDocumentIsNoStatement) {
  const Statement s =
      read({sheet({"Querida Rosa:", "Te escribo para contarte de la fecha de la fiesta y su costo de 500.00 pesos."})});
  EXPECT_FALSE(s.recognised);
}

TEST(StatementReader, ALineOfCapitalsAloneIsNobodysName) {
  auto lines = with_table({});
  lines[3] = lines[4] = "";
  EXPECT_FALSE(read({sheet(lines)}).holder);
}

TEST(StatementReader, TwoUnlabelledAccountKeysAreNone) {
  EXPECT_EQ(read({sheet({"002010077777777771"})}).clabe->value, "002010077777777771");
  EXPECT_FALSE(read({sheet({"002010077777777771", "", "012180001234567899"})}).clabe);
}

}  // namespace
}  // namespace cotejo::bank_statement
