"""What people type in the languages of the region, and what they look for.

The graph has no names yet in Burmese, Filipino, Khmer, Lao and Tamil and few in Chinese: the
official ones of some things are added here, so that each script is tried on the whole graph.
"""

from __future__ import annotations

import pyoxigraph as ox

from aseankg.namespaces import ID
from aseankg.search_names import Entry, make_name, read_entries

OFFICIAL = [
    ("asean", "fil", "Samahan ng mga Bansa sa Timog-Silangang Asya"),
    ("asean", "ta", "தென்கிழக்காசிய நாடுகளின் கூட்டமைப்பு"),
    ("asean", "zh", "东南亚国家联盟"),
    ("asean-secretariat", "lo", "ສຳນັກງານເລຂາທິການອາຊຽນ"),
    ("asean-secretariat", "zh", "东盟秘书处"),
    ("kh-mfaic", "km", "ក្រសួងការបរទេស និងសហប្រតិបត្តិការអន្តរជាតិ"),
    ("kh-moeys", "km", "ក្រសួងអប់រំ យុវជន និងកីឡា"),
    ("kh-mowa", "km", "ក្រសួងកិច្ចការនារី"),
    ("la-lwu", "lo", "ສະຫະພັນແມ່ຍິງລາວ"),
    ("la-mofa", "lo", "ກະຊວງການຕ່າງປະເທດ"),
    ("la-moha", "lo", "ກະຊວງພາຍໃນ"),
    ("la-molsw", "lo", "ກະຊວງແຮງງານ ແລະ ສະຫວັດດີການສັງຄົມ"),
    ("mm-moe", "my", "ပညာရေးဝန်ကြီးဌာန"),
    ("mm-mofa", "my", "နိုင်ငံခြားရေးဝန်ကြီးဌာန"),
    ("mm-moi", "my", "ပြန်ကြားရေးဝန်ကြီးဌာန"),
    ("mm-mswrr", "my", "လူမှုဝန်ထမ်း၊ ကယ်ဆယ်ရေးနှင့် ပြန်လည်နေရာချထားရေးဝန်ကြီးဌာန"),
    ("ph-dfa", "fil", "Kagawaran ng Ugnayang Panlabas"),
    ("ph-dole", "fil", "Kagawaran ng Paggawa at Empleo"),
    ("ph-dswd", "fil", "Kagawaran ng Kagalingan at Pagpapaunlad ng Lipunan"),
    ("sg-mfa", "ta", "வெளியுறவு அமைச்சு"),
    ("sg-moe", "ta", "கல்வி அமைச்சு"),
]

# Language, what is typed, the ids of which one must be the first hit.
CASES = [
    # abbreviations, parts of names, other orders, other spellings, slips
    ("en", "moha", "vn-moha"),
    ("en", "ASEAN Secretariat", "asean-secretariat"),
    ("en", "asean sec", "asean-secretariat"),
    ("en", "secretary general asean", "asean-secretary-general"),
    ("en", "aha centre", "aha-centre"),
    ("en", "sociocultural council", "ascc-council"),
    ("en", "council socio cultural", "ascc-council"),
    ("en", "moha vietnam", "vn-moha"),
    ("en", "vietnam", "viet-nam"),
    ("en", "vision 2045", "asean-community-vision-2045"),
    ("en", "charter", "asean-charter"),
    ("en", "minstry of womens affairs", "kh-mowa"),
    ("en", "sg2.c", "apsc-sp-focus-area-2-c"),
    ("en", "Decision 155", "vn-qd-155-2026"),
    ("en", "social welfare philippines", "ph-dswd"),
    ("en", "id:vn-moha", "vn-moha"),
    # Vietnamese: with all marks, with none, `đ`, in the middle of being typed
    ("vi", "Bộ Nội vụ", "vn-moha"),
    ("vi", "bo noi vu", "vn-moha"),
    ("vi", "thanh tra pham thi", "pham-thi-thanh-tra"),
    ("vi", "dao hong lan", "dao-hong-lan"),
    ("vi", "bo ldtbxh", "vn-molisa"),
    ("vi", "ban thu ky asean", "asean-secretariat"),
    ("vi", "de an 161", "vn-project-161"),
    ("vi", "bo van hoa the thao", "vn-mocst"),
    ("vi", "tam nhin cong dong asean", "asean-community-vision-2045"),
    # Indonesian
    ("id", "kemlu", "id-kemlu"),
    ("id", "kementerian ketenagakerjaan", "id-kemnaker"),
    ("id", "kementrian sosial", "id-kemensos"),
    ("id", "cetak biru sosial budaya", "ascc-blueprint-2025"),
    ("id", "sekretaris jendral asean", "asean-secretary-general"),
    ("id", "setnas", "id-setnas-asean"),
    # Malay
    ("ms", "pusat bencana kebangsaan", "bn-ndmc"),
    ("ms", "menteri hal ehwal dalam negeri", "bn-moha-minister"),
    ("ms", "masa depan bersama", "asean-2045-our-shared-future"),
    ("ms", "kkbs", "bn-mcys"),
    # Thai: the middle of a name, a name without tone marks, SARA AM in two letters
    ("th", "กระทรวงการต่างประเทศ", "th-mfa"),
    ("th", "ต่างประเทศ", "th-mfa"),
    ("th", "กระทรวงการพัฒนาสังคม", "th-msdhs"),
    ("th", "กรมอาเซียน", "th-asean-dept"),
    ("th", "สำนักเลขาธิการ", "asean-secretariat"),
    ("th", "ศูนยวัฒนธรรม", "th-asean-cultural-centre"),
    ("th", "ผูสูงอายุ", "acai"),
    ("th", "ไกรฤกษ์", "juti-krairiksh"),
    # Lao
    ("lo", "ກະຊວງພາຍໃນ", "la-moha"),
    ("lo", "ຕ່າງປະເທດ", "la-mofa"),
    ("lo", "ສໍານັກງານເລຂາ", "asean-secretariat"),
    ("lo", "ສະຫວັດດີການ", "la-molsw"),
    ("lo", "ແມຍິງ", "la-lwu"),
    # Khmer
    ("km", "ក្រសួងការបរទេស", "kh-mfaic"),
    ("km", "អន្តរជាតិ", "kh-mfaic"),
    ("km", "កីឡា", "kh-moeys"),
    ("km", "កិច្ចការ\u200bនារី", "kh-mowa"),
    # Burmese
    ("my", "နိုင်ငံခြားရေး", "mm-mofa"),
    ("my", "ပညာရေး ဝန်ကြီးဌာန", "mm-moe"),
    ("my", "ကယ်ဆယ်ရေး", "mm-mswrr"),
    ("my", "ပြန်ကြားရေး", "mm-moi"),
    # Filipino
    ("fil", "ugnayang panlabas", "ph-dfa"),
    ("fil", "kagawaran kagalingan lipunan", "ph-dswd"),
    ("fil", "kagawarn ng paggawa", "ph-dole"),
    ("fil", "bansa sa timog silangang asya", "asean"),
    # Chinese
    ("zh", "内务部", "vn-moha-advisory-group"),
    ("zh", "咨询专家", "vn-moha-advisory-group"),
    ("zh", "秘书处", "asean-secretariat"),
    ("zh", "国家联盟", "asean"),
    # Tamil
    ("ta", "வெளியுறவு", "sg-mfa"),
    ("ta", "அமைச்சு கல்வி", "sg-moe"),
    ("ta", "கூட்டமைப்பு", "asean"),
    # written after the ranking was settled
    ("en", "ascc strategic plan", "ascc-strategic-plan-2026-2035"),
    ("en", "aec blueprint 2025", "aec-blueprint-2025"),
    ("en", "minister of trade indonesia", "id-trade-minister"),
    ("en", "aichr", "aichr"),
    ("en", "biodiversity centre", "asean-centre-for-biodiversity"),
    ("en", "asean coordinating council", "asean-coordinating-council"),
    ("en", "philipines foreign affairs", "ph-dfa"),
    ("en", "ministry of education cambodia", "kh-moeys"),
    ("en", "lao womens union", "la-lwu"),
    ("en", "connectivity strategic plan", "asean-connectivity-strategic-plan-2026-2035"),
    ("vi", "hoi dong dieu phoi asean", "asean-coordinating-council"),
    ("vi", "bo truong bo ngoai giao", "vn-mofa-minister"),
    ("vi", "quoc hoi", "vn-national-assembly"),
    ("vi", "nguyễn kim sơn", "nguyen-kim-son"),
    ("vi", "ke hoach chien luoc ket noi", "asean-connectivity-strategic-plan-2026-2035"),
    ("vi", "thu tuong", "vn-prime-minister"),
    ("id", "kementerian perdagangan", "id-kemendag"),
    ("id", "menko pmk", "id-menko-pmk-minister"),
    ("id", "visi 2045", "asean-community-vision-2045"),
    ("id", "mentri kebudayaan", "id-culture-minister"),
    ("th", "กฎบัตร", "asean-charter"),
    ("th", "ประชาคมเศรษฐกิจ", "aec"),
    ("th", "รัฐมนตรีว่าการกระทรวงการพัฒนาสังคม", "th-msdhs-minister"),
    ("th", "พัชรี", "patcharee-arayakul"),
    ("th", "เลขาธิการอาเซียน", "asean-secretary-general"),
    ("pt", "solidariedade social", "tl-mssi"),
    ("pt", "inclusao", "tl-mssi"),
    ("ms", "deklarasi kuala lumpur", "kuala-lumpur-declaration-asean-2045"),
    ("lo", "ແຮງງານ", "la-molsw"),
    ("km", "យុវជន", "kh-moeys"),
    ("my", "ဝန်ကြီးဌာန ပညာရေး", "mm-moe"),
    ("zh", "东盟", "asean-secretariat"),
    ("fil", "ugnayang", "ph-dfa"),
    ("ta", "கல்வி", "sg-moe"),
]


def named(store: ox.Store) -> list[Entry]:
    """Give all there is to find in a store, with the official names above."""
    entries = read_entries(store)
    by_iri = {entry.iri: entry for entry in entries}
    for slug, lang, name in OFFICIAL:
        by_iri[ID + slug].names.append(make_name(name, lang, "label"))
    return entries
