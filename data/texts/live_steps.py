"""What an office tries at Zalo's real service, step by step: `nhacviec check --live`."""

from data.texts.live import Step

_NO_CHANGE = "không phải đổi gì"
_WRITE_TO_US = "ghi lại giúp và báo người giữ mã nguồn"


def bot_steps(
    *, has_webhook: bool, shows_pictures: bool, several: bool, groups: bool
) -> tuple[Step, ...]:
    """Return the script of a bot, as it is set up."""
    steps = [_BOT_FIRST, *(_BOT_CALLED if has_webhook else _BOT_ASKS), *_BOT_ALWAYS]
    if groups:
        steps.append(_BOT_GROUP)
    if several:
        steps.append(_BOT_SEVERAL)
    steps.append(_BOT_CHART if shows_pictures else _BOT_NO_CHART)
    return (*steps, *_BOT_LATER)


def oa_steps(
    *, buttons: bool, pays: bool, free: int | None, groups: bool, template: bool
) -> tuple[Step, ...]:
    """Return the script of an Official Account, as it is set up."""
    steps = [*_OA_FIRST, _OA_BUTTONS if buttons else _OA_NO_BUTTONS, *_OA_ALWAYS]
    if free is None:
        steps.append(_OA_FREE)
    steps.append(_OA_PAYS if pays else _OA_SPARES)
    if groups:
        steps.append(_OA_GROUP)
    if template:
        steps.append(_OA_TEMPLATE)
    return (*steps, *_OA_LATER)


_BOT_FIRST = Step(
    'Nhắn "giúp" cho bot.',
    (
        ("Có trả lời trong vài giây", f"nhận và gửi đều thông, {_NO_CHANGE}"),
        ("Không trả lời", "mở /tinh-trang xem câu báo lỗi, rồi chạy lại nhacviec check"),
        (
            "Lúc có lúc không, hoặc trả lời hai lần",
            "có hai máy cùng chạy một bot: tắt bớt một, mỗi mã bot chỉ một nhacviec run",
        ),
    ),
)
_BOT_ASKS = (
    Step(
        "Để yên ba phút không ai nhắn bot (lần hỏi tin rỗng), rồi mở /tinh-trang.",
        (
            ('Vẫn "Đang nhận và gửi tin bình thường"', _NO_CHANGE),
            (
                "Báo chưa nối được hoặc bị yêu cầu chậm lại",
                f"đặt NHACVIEC_ZALO_BOT_WEBHOOK=true (cần NHACVIEC_PUBLIC_URL https); {_WRITE_TO_US}",
            ),
        ),
    ),
    Step(
        'Tắt nhacviec run, nhắn bot "giúp" và gửi một ảnh, chờ 10 phút, bật lại. '
        "Xong thì tắt, bật thêm một lần nữa mà không nhắn gì.",
        (
            ("Sau lần bật đầu có trả lời, lần sau im lặng", _NO_CHANGE),
            (
                "Lần sau lại trả lời tin cũ",
                f"Zalo gửi lại tin đã nhận và hệ thống chưa nhận ra; {_WRITE_TO_US}",
            ),
            (
                "Chữ có trả lời mà ảnh không lưu được",
                "đường dẫn ảnh của Zalo hết hạn nhanh: giữ máy luôn bật",
            ),
            (
                "Không trả lời",
                "Zalo không giữ tin khi máy tắt: giữ máy luôn bật, nhắc mọi người gửi lại sau khi máy tắt",
            ),
        ),
    ),
)
_BOT_CALLED = (
    Step(
        "Tắt nhacviec run hai phút, nhắn bot một câu, bật lại, chờ 15 phút.",
        (
            ("Có trả lời", f"Zalo gọi lại sau khi không gọi được, {_NO_CHANGE}"),
            (
                "Không trả lời",
                "Zalo không gọi lại: máy hay tắt thì bỏ NHACVIEC_ZALO_BOT_WEBHOOK để hệ thống tự hỏi tin",
            ),
        ),
    ),
    Step(
        "Mở /tinh-trang sau khi khởi động lại.",
        (
            ("Không báo lỗi gọi về", f"Zalo thử gọi và được trả lời 200, {_NO_CHANGE}"),
            (
                "Báo Zalo không gọi được",
                'cho phép chương trình "Java" ở tường lửa hoặc Cloudflare, giữ nguyên đầu mục X-Bot-Api-Secret-Token',
            ),
        ),
    ),
)
_BOT_ALWAYS = (
    Step(
        'Gửi bot một ảnh vừa chụp kèm chữ "#7 đã làm" (thay 7 bằng số việc của mình), '
        "rồi mở ảnh ấy ở trang web và so với ảnh trong máy: cỡ, giờ chụp, nơi chụp.",
        (
            ("Ảnh nhỏ hơn, mất giờ chụp", f"Zalo nén ảnh, đúng như dự kiến, {_NO_CHANGE}"),
            ("Ảnh y nguyên", "không cần gửi ảnh gốc qua trang web nữa"),
            ("Không có ảnh", f"xem /tinh-trang, mục tệp chưa tải về; {_WRITE_TO_US}"),
        ),
    ),
    Step(
        "Chọn 5 ảnh gửi một lúc cho một việc.",
        (
            ('Một câu "Minh chứng: 5 ảnh"', f"nhịp gửi như dự kiến, {_NO_CHANGE}"),
            (
                "Nhiều câu trả lời, hoặc thiếu ảnh",
                f"ghi các ảnh tới cách nhau bao lâu; {_WRITE_TO_US}",
            ),
        ),
    ),
    Step(
        "Ở người có từ hai việc đang mở: giữ một tin nhắc, chọn Trả lời (trích dẫn), gõ: đã xong.",
        (
            ("Bot hỏi việc nào", f"Zalo không cho biết tin được trích, {_NO_CHANGE}"),
            ("Bot ghi sai việc", f"bấm hoàn tác; {_WRITE_TO_US}"),
        ),
    ),
    Step(
        "Gửi lần lượt: một nhãn dán, một tệp Word, một đường dẫn, một tin thoại.",
        (
            (
                "Ba thứ đầu được trả lời cách gửi, tin thoại được lưu",
                f"đúng như dự kiến, {_NO_CHANGE}",
            ),
            (
                "Thứ nào bot im lặng",
                f"Zalo không báo cho bot: dặn mọi người không gửi; {_WRITE_TO_US}",
            ),
        ),
    ),
    Step(
        'Gõ "việc" ở người có nhiều việc để bot trả lời thật dài.',
        (
            ("Hiện đủ, có thể thành hai tin", f"cách đếm 2000 ký tự đúng, {_NO_CHANGE}"),
            ("Bị cắt giữa chừng, hoặc không tới", f"xem /suco; {_WRITE_TO_US}"),
        ),
    ),
)
_BOT_GROUP = Step(
    "Thêm bot vào một nhóm thử, gõ @ chọn tên bot, rồi gõ /noinhom.",
    (
        (
            "Bot hỏi nhóm của đơn vị nào, hoặc nối luôn",
            f"nhóm dùng được, tối đa 3 nhóm, {_NO_CHANGE}",
        ),
        ("Bot im lặng", "không nhắc trong nhóm Zalo; nhắc riêng từng người vẫn như cũ"),
    ),
)
_BOT_SEVERAL = Step(
    "Cùng một người nhắn cho hai bot trong cài đặt.",
    (
        ("Mỗi bot đòi mã mời riêng", f"mã người dùng riêng cho từng bot như dự kiến, {_NO_CHANGE}"),
        ("Bot kia nhận ra ngay", _WRITE_TO_US),
    ),
)
_BOT_CHART = Step(
    "Chiều thứ Sáu mở tổng hợp tuần trên điện thoại dùng 4G, sáng thứ Hai mở lại.",
    (
        ("Biểu đồ hiện cả hai lần", _NO_CHANGE),
        ("Ảnh đen hoặc trống", "mở NHACVIEC_PUBLIC_URL từ mạng ngoài xem có vào được không"),
        (
            "Mở từ mạng ngoài được mà ảnh vẫn đen",
            f"bỏ NHACVIEC_PUBLIC_URL thì hệ thống gửi bản chữ; {_WRITE_TO_US}",
        ),
    ),
)
_BOT_NO_CHART = Step(
    "Chiều thứ Sáu xem tổng hợp tuần.",
    (
        (
            "Chỉ có chữ",
            "đúng như dự kiến; muốn có biểu đồ thì đặt NHACVIEC_PUBLIC_URL là địa chỉ https mở được từ Internet",
        ),
    ),
)
_BOT_LATER = (
    Step(
        "Buổi sáng nhiều người có tin nhắc, mở /tinh-trang ngay sau giờ nhắc.",
        (
            ("Không báo gì", f"nhịp gửi hợp với Zalo, {_NO_CHANGE}"),
            (
                "Báo Zalo yêu cầu chậm lại",
                f"tin vẫn tới, chậm hơn; {_WRITE_TO_US}",
            ),
        ),
    ),
    Step(
        "Nhờ một người có việc đang mở chặn bot, chờ tin sáng hôm sau, rồi gõ /suco.",
        (
            ("Tên người ấy nằm trong danh sách cần gọi", _NO_CHANGE),
            (
                'Tin vẫn ghi "đã gửi"',
                f"Zalo nhận mà không phát: không dựa vào chữ này; {_WRITE_TO_US}",
            ),
        ),
    ),
    Step(
        "Khi có người thứ 51 nhắn bot, hoặc khi hết 3.000 tin của tháng.",
        (
            ("Zalo không nhận nữa", f"giữ nguyên, hệ thống chuyển kênh khác, {_NO_CHANGE}"),
            (
                "Vẫn nhận và gửi được, hoặc đã mua gói cao hơn",
                "đặt NHACVIEC_ZALO_BOT_PEOPLE, NHACVIEC_ZALO_BOT_MONTHLY theo gói (0 là không giới hạn)",
            ),
        ),
    ),
)
_OA_FIRST = (
    Step(
        'Từ điện thoại, quan tâm OA rồi nhắn "giúp".',
        (
            ("Có trả lời", f"webhook và chữ ký đều đúng, {_NO_CHANGE}"),
            (
                "Không trả lời, /tinh-trang báo chữ ký không khớp",
                "sửa NHACVIEC_ZALO_OA_SECRET: khóa bí mật của OA ở trang Webhook, không phải của ứng dụng",
            ),
            (
                "Không trả lời, /tinh-trang không báo gì",
                "xem địa chỉ webhook và các sự kiện đã bật ở developers.zalo.me",
            ),
            (
                "/tinh-trang báo Zalo từ chối mọi tin",
                "nếu ứng dụng bật appsecret_proof thì đặt NHACVIEC_ZALO_OA_PROOF=true",
            ),
        ),
    ),
)
_OA_BUTTONS = Step(
    'Xem câu trả lời ấy trên điện thoại rồi trên Zalo máy tính, bấm một nút, rồi gõ "1".',
    (
        ("Điện thoại có nút, máy tính chỉ có số, cả hai cách đều được hiểu", _NO_CHANGE),
        (
            "Điện thoại không có nút, hoặc bấm mà bot không hiểu",
            "đặt NHACVIEC_ZALO_OA_BUTTONS=false",
        ),
        ("Tin không tới", "đặt NHACVIEC_ZALO_OA_BUTTONS=false rồi thử lại"),
    ),
)
_OA_NO_BUTTONS = Step(
    "Đặt NHACVIEC_ZALO_OA_BUTTONS=true, khởi động lại, nhắn một câu cho OA.",
    (
        ("Nút hiện và bấm được trên điện thoại", "giữ true"),
        ("Không hiện, hoặc tin không tới", "đặt lại false: dòng đánh số vẫn dùng được"),
    ),
)
_OA_ALWAYS = (
    Step(
        "Gửi một ảnh vừa chụp kèm số việc, rồi gửi 5 ảnh một lúc.",
        (
            ("Hai lần, mỗi lần một câu đã lưu đủ ảnh", _NO_CHANGE),
            ("Nhiều câu, thiếu ảnh", f"ghi các ảnh tới cách nhau bao lâu; {_WRITE_TO_US}"),
        ),
    ),
    Step(
        'Gửi cho OA, kèm chữ "#7 đã làm": một tệp PDF khoảng 4 MB, một tệp 6 MB, một tệp Excel, một video ngắn.',
        (
            ("Thứ nào cũng được lưu", _NO_CHANGE),
            ("Thứ nào Zalo không cho gửi", "dặn mọi người gửi thứ ấy qua trang web"),
        ),
    ),
    Step(
        "Ở tài khoản đầu mối, gõ số việc ấy (#7), xem báo cáo để OA gửi lại các tệp vừa nhận.",
        (
            ("Ảnh, PDF dưới 5 MB hiện ngay; tệp khác thành đường dẫn tới trang web", _NO_CHANGE),
            ("PDF 4 MB cũng thành đường dẫn", f"Zalo giới hạn nhỏ hơn 5 MB, {_NO_CHANGE}"),
        ),
    ),
    Step(
        "Ở người có từ hai việc đang mở: giữ một tin nhắc, chọn Trả lời (trích dẫn), gõ: đã xong.",
        (
            ("Ghi đúng việc của tin được trích", _NO_CHANGE),
            ("Bot hỏi việc nào", f"Zalo không gửi mã tin được trích, {_NO_CHANGE}"),
        ),
    ),
    Step(
        "Tắt nhacviec run hai phút, nhắn OA một câu, bật lại, chờ 10 phút.",
        (
            ("Có một câu trả lời", f"Zalo gọi lại như tài liệu, {_NO_CHANGE}"),
            ("Không trả lời", f"nhắc mọi người gửi lại sau khi máy tắt; {_WRITE_TO_US}"),
        ),
    ),
)
_OA_FREE = Step(
    "Trong một giờ, hỏi OA mười câu liền, rồi mở /tinh-trang và số dư của OA.",
    (
        ("Không tin nào tính tiền", _NO_CHANGE),
        (
            "Có tin tính tiền từ tin thứ chín",
            "đặt NHACVIEC_ZALO_OA_FREE_REPLIES=8 (hoặc số tin đã được miễn phí)",
        ),
    ),
)
_OA_SPARES = Step(
    "Chọn một người đã ba ngày không nhắn OA và có kênh khác; chờ một tin nhắc của người ấy.",
    (
        ("Tin đi kênh khác, OA không mất tiền", _NO_CHANGE),
        ("Muốn gửi qua OA và trả tiền", "đặt NHACVIEC_ZALO_OA_PAID=true"),
    ),
)
_OA_PAYS = Step(
    "Chọn một người đã ba ngày không nhắn OA; chờ một tin nhắc, xem số dư trước và sau.",
    (
        ("Mất khoảng 55 đồng", _NO_CHANGE),
        ("Mất nhiều hơn mức phường chấp nhận", "đặt NHACVIEC_ZALO_OA_PAID=false"),
    ),
)
_OA_GROUP = Step(
    "Tạo một nhóm GMF mới có OA; trong nhóm gõ /noinhom, rồi trích dẫn một tin nhắc và gửi ảnh, gửi tệp.",
    (
        (
            "Vừa tạo nhóm, OA im lặng",
            f"Zalo không báo nhóm mới, /noinhom vẫn nối được, {_NO_CHANGE}",
        ),
        ("Nhóm được nhắc, báo cáo được ghi", _NO_CHANGE),
        ("Zalo báo cần gói khác, hoặc tính tiền", "đặt NHACVIEC_ZALO_OA_GROUPS=false"),
    ),
)
_OA_TEMPLATE = Step(
    "Đặt một người trong danh sách có số điện thoại thử mà không kênh nào tới được; "
    "chờ một tin đến hạn (mất tiền một tin mẫu).",
    (
        ("Tin mẫu tới, chữ đủ", _NO_CHANGE),
        ("Chữ bị cắt hoặc Zalo từ chối", "xem lại tên tham số trong NHACVIEC_ZALO_OA_TEMPLATE"),
        ("Không muốn tốn tiền", "bỏ trống NHACVIEC_ZALO_OA_TEMPLATE"),
    ),
)
_OA_LATER = (
    Step(
        "Người ấy bấm một mục trong trình đơn của OA, không nhắn gì; lần khác thì bỏ quan tâm "
        "rồi quan tâm lại. Chờ tin nhắc sau đó.",
        (
            ("Tin tới qua OA", f"Zalo mở lại khung 48 giờ, {_NO_CHANGE}"),
            ("Tin vẫn đi kênh khác", "dặn mọi người nhắn OA một câu mỗi tuần"),
        ),
    ),
    Step(
        "Một tuần sau, chạy lại nhacviec check --live và xem dòng mã truy cập.",
        (
            ("Giờ đổi mã mới trong 8 giờ qua", f"mã được giữ đúng, {_NO_CHANGE}"),
            (
                "Báo mã bị từ chối",
                "quản trị mở /zalo-oa/noi nối lại; xem có chương trình khác dùng chung ứng dụng không",
            ),
        ),
    ),
)
