"""Made-up listings of 塩尻市, 佐渡市 and 飛騨市."""

from webapp.demo.listing_stories import HIDA, SADO, SHIOJIRI, Story, a_home, a_job, a_need, a_place, an_event

STORIES: tuple[Story, ...] = (
    a_home(
        SHIOJIRI, "宿場町の通りに面した町家",
        (
            "土間と中庭のある町家です。週末に少しずつ手を入れる暮らしに。",
            "表の間は板張りで、以前は漆器の店でした。奥に六畳が三つと台所があります。\n\n"
            "雨漏りは昨年直しました。建具は古いままですが、開け閉めはできます。近所の大工が相談に乗ってくれます。",
            "冬は氷点下10度になる日があります。水抜きが必要です。\n観光の季節は、通りに人が多くなります。",
        ),
        "renovation history woodwork", deal="sale", price=4_800_000, public_address="奈良井地区", layout="4DK",
        floor_area=132.4, land_area=168.0, built_year=1932, station="奈良井駅", station_minutes=6,
        neighbours="月600円。春と秋に水路の掃除", snow="ひと冬に2、3回の雪かき", parking="共同の駐車場まで歩いて3分",
    ),
    a_home(
        SHIOJIRI, "ぶどう畑のとなりの貸家",
        (
            "畑を借りて通いたい人に。家族で暮らした平屋を貸します。",
            "縁側の前が、持ち主の親戚のぶどう畑です。収穫の9月は、手伝うと分けてもらえます。家庭菜園の一画も使えます。",
            "農作業の音が朝5時ごろから聞こえます。\n虫が苦手な人には向きません。",
        ),
        "fruit vegetables in_the_mountains", deal="rent", monthly_cost=38_000, public_address="広丘地区", layout="3DK",
        floor_area=78.5, built_year=1984, quake="new", structure="木造平屋建て", pets_ok=True, parking="敷地内に2台",
        internet="光回線を引ける", tenure="fixed", family_ok=True,
    ),
    a_home(
        SHIOJIRI, "駅まで歩けるお試し住宅",
        (
            "1週間から使える、家具つきのお試し住宅です。",
            "二地域での暮らしを始める前に、冬と夏の両方を試してほしい家です。机と無線LANがあり、そのまま仕事ができます。",
            "長く住むことはできません（一度に30日まで）。\n駐車場は1台分です。",
        ),
        "handy_town in_the_mountains", deal="trial", monthly_cost=28_000, public_address="大門地区", layout="2LDK",
        floor_area=54.0, built_year=2001, quake="new", structure="鉄骨2階建て", repair="none", station="塩尻駅",
        station_minutes=9, internet="無線LANあり",
    ),
    a_place(
        SHIOJIRI, "駅前の仕事場「つむぎ」",
        (
            "特急の待ち時間にも使える、静かな仕事場です。",
            "窓ぎわの席から山が見えます。月に一度、通いの人と地元の人が夕ごはんを囲む日があります。",
            "電話は専用の小部屋でお願いしています。土曜の午後は混みます。",
        ),
        "programming startup handy_town", public_address="大門一番町", price=800, monthly_cost=9_000, capacity=24,
        seats_open=18, phone_booths=2, rooms_meeting=1, line="光回線・無線LAN", measured_mbps=310, drop_in=True,
        monitor=True, printer=True, resident_discount="登録した人は月の料金が2割引",
    ),
    a_job(
        SHIOJIRI, "宿場の案内所で、週末だけの案内役",
        (
            "土日のどちらか、町を歩いて案内する仕事です。",
            "午前と午後に1回ずつ、20人ほどを案内します。はじめの3回は先輩が一緒に歩きます。歴史が好きな人なら大丈夫です。",
            "立ち仕事です。冬の屋外はとても冷えます。",
        ),
        ("history festivals", "guiding translation"), work="宿場町の案内、案内所の窓口、季節の展示の手伝い",
        workplace="市内の観光案内所", hours="土日の9:30〜16:30のうち6時間", days_off="平日", wage=1_180,
        recruiter="宿場案内の会（架空）", hours_per_month=24, beginners_ok=True, capacity=3, travel="1日2,000円まで",
    ),
    a_job(
        SHIOJIRI, "ワイナリーの直売サイトを整える仕事",
        (
            "家からできる仕事です。月に一度、畑と蔵を見に来てください。",
            "商品の写真と説明を直し、注文の流れを分かりやすくします。ぶどうの季節の様子を伝える記事もお願いします。",
            "報酬は月ごとの定額です。収穫の時期は連絡が遅れることがあります。",
        ),
        ("sales fermentation programming", "software graphic_design writing"), engagement="contract", remote_ok=True,
        work="通販サイトの改善、写真の差し替え、月2本の記事", term_note="契約の日から6か月", pay="month", wage=60_000,
        recruiter="小さな醸造所（架空）", hours_per_month=20, capacity=1, contact="醸造所の担当（見本）",
    ),
    an_event(
        SHIOJIRI, "空き家の壁を塗る一日",
        (
            "しっくい塗りを習いながら、集会所になる空き家を直します。",
            "左官の職人が教えます。道具は用意します。昼は地元の人が作るおやきと汁ものです。",
            "汚れてよい服で来てください。足場には大人だけが上がれます。",
        ),
        ("renovation events", "carpentry interior"), in_days=35, type="help", hours="9:30〜15:30", price=500,
        capacity=12, public_address="奈良井の空き家（集合は駅前）", organiser="木曽路ふたくらし舎（架空）",
        bring="軍手、飲みもの", rain="雨でも行います", insurance="主催者が加入", family_ok=True,
    ),
    a_need(
        SHIOJIRI, "秋祭りの山車を引く人",
        (
            "引き手が半分になりました。一日だけでも助かります。",
            "200年続く祭りです。法被と足袋は貸します。前の晩は公民館に泊まれます。終わったあとの打ち上げまでが祭りです。",
            "坂道を2時間歩きます。写真撮影は人の顔に気をつけてください。",
        ),
        ("festivals history", ""), domain="festival", background="引き手は10年前の40人から18人に減りました。",
        wanted="坂道を歩ける人。初めてでも、声を出すのが好きなら大丈夫です。", frequency="10月の第2土日と、前の週の稽古1回",
        offers="泊まる場所、法被、夕食", host="祭典委員長（見本）", capacity=10, min_days_per_month=1, family_ok=True,
    ),
    a_need(
        SHIOJIRI, "お年寄りのスマホの困りごとを聞く人",
        (
            "月に2回、公民館で写真の送り方などを一緒に。",
            "教室というより、お茶を飲みながらの相談です。孫の写真を見たい、病院を予約したい、という人が待っています。",
            "同じ質問が何度も出ます。急がずに付き合える人を。",
        ),
        ("computer_help welfare", "computer_teaching"), domain="digital", background="手続きがスマホ中心になり、困る人が増えました。",
        wanted="ゆっくり話せる人。専門の知識は要りません。", frequency="第1・第3土曜の午前", offers="交通費の一部、昼ごはん",
        host="公民館長（見本）", capacity=3, min_days_per_month=1,
    ),
    a_home(
        SADO, "棚田を見下ろす茅葺きまじりの家",
        (
            "海と棚田の両方が見えます。田んぼを手伝える人に。",
            "母屋と、農具の入った納屋があります。田んぼは集落で守っていて、1枚だけ任せてもらうこともできます。",
            "冬は海が荒れ、船が止まる日があります。\n買い物は車で25分です。",
        ),
        "rice by_the_sea quiet_village", deal="sale", price=2_600_000, public_address="岩首地区", layout="6K",
        floor_area=148.0, land_area=640.0, built_year=1921, repair="large", toilet="くみ取り", farmland="田1枚（300㎡）を借りられる",
        neighbours="年1万円。年4回の草刈りと江ざらい", snow="海沿いのため少なめ", parking="敷地内に3台",
    ),
    a_home(
        SADO, "港町の二階建て、家具つきで貸します",
        (
            "船着き場まで歩いて12分。着いた日から暮らせます。",
            "持ち主は本土に住み、お盆だけ帰ります。それ以外の季節を貸します。冷蔵庫と洗濯機は使えます。",
            "お盆の10日間は使えません。潮風で金物がさびやすいです。",
        ),
        "fishing by_the_sea handy_town", deal="rent", monthly_cost=32_000, public_address="両津地区", layout="4DK",
        floor_area=92.0, built_year=1979, internet="光回線あり", parking="近くに1台", tenure="fixed", repair="none",
    ),
    a_place(
        SADO, "旧小学校の図書室で働く",
        (
            "廃校の図書室が仕事場になりました。窓の外は海です。",
            "木の机と本棚をそのまま残しました。体育館では土曜に子どもの遊び場が開きます。隣に素泊まりの部屋があります。",
            "坂の上にあります。冬は15時半で閉まります。",
        ),
        "books by_the_sea children", public_address="松ヶ崎地区", price=500, monthly_cost=5_000, capacity=16, seats_open=12,
        rooms_meeting=1, line="光回線・無線LAN", measured_mbps=180, drop_in=True, lodging=True, childcare="土曜の遊び場",
        parking="校庭に20台", open_hours="9:00〜17:00",
    ),
    a_job(
        SADO, "牡蠣の小屋で、冬の殻むき",
        (
            "12月から3月、午前中だけの仕事です。",
            "座ってできる作業です。慣れるまで1週間ほどかかります。終わったら浜で焼いて食べる日もあります。",
            "手が冷えます。船が遅れる日は、始まりも遅れます。",
        ),
        ("fishing", ""), work="牡蠣の殻むき、計量、箱づめ", workplace="加茂湖のほとりの作業小屋", hours="7:00〜12:00",
        breaks="30分", days_off="日曜と海が荒れた日", wage=1_120, recruiter="湖畔の水産（架空）", hours_per_month=60,
        beginners_ok=True, capacity=4, lodging="作業期間は寮に泊まれる（1泊500円）",
    ),
    an_event(
        SADO, "鬼太鼓の稽古を見て、たたいてみる夜",
        (
            "集落の稽古場に入れる、年に2回だけの日です。",
            "まず見て、そのあと若い人が手ほどきします。終わると、集落の人と煮しめを囲みます。",
            "音が大きいので、小さな子どもには耳当てを。帰りの船はありません。泊まりで来てください。",
        ),
        ("festivals music", "instruments"), in_days=28, type="tour", hours="18:30〜21:00", price=0, capacity=15,
        public_address="両津の集会所", organiser="島の芸能保存会（架空）", parking="10台", family_ok=True,
    ),
    a_need(
        SADO, "トキのえさ場になる田んぼの草取り",
        (
            "農薬を減らした田んぼは、手で草を取ります。",
            "朝の2時間だけの作業です。田んぼの生きもの調べも一緒にします。取れた米は秋に送ります。",
            "泥に入ります。日陰がありません。",
        ),
        ("rice ecology", "farm_work"), domain="farming", background="田を守る人の平均が74歳になりました。",
        wanted="暑さに気をつけながら動ける人。親子も歓迎します。", frequency="6月と7月の週末、月に2回", offers="長靴、朝ごはん、新米2kg",
        host="生産組合の世話役（見本）", capacity=8, min_days_per_month=2, car_required=True, family_ok=True,
    ),
    a_need(
        SADO, "島の診療所を手伝う看護師さん",
        (
            "月に4日、決まった曜日に通える人を探しています。",
            "訪問の日は車で3軒を回ります。町の看護師と二人で動くので、初めての土地でも心配いりません。",
            "急な呼び出しはありませんが、船が止まると帰れないことがあります。",
        ),
        ("health welfare", "nursing"), domain="care", background="常勤の看護師が1人になりました。",
        wanted="看護師・准看護師の免許のある人。", frequency="毎週木曜", offers="宿舎、船代、決まった額の謝礼",
        host="診療所の事務長（見本）", capacity=1, min_days_per_month=4, licences=["nurse"],
    ),
    a_home(
        HIDA, "雪国の合掌風の家と納屋",
        (
            "納屋を工房にできます。木工をする人に合う家です。",
            "太い梁が見える広間と、土間の台所があります。納屋には三相の電気が来ています。",
            "屋根の雪下ろしが、ひと冬に4回ほど必要です。\n四輪駆動の車がないと冬は動けません。",
        ),
        "woodwork snow_country renovation", deal="sale", price=3_900_000, public_address="河合町", layout="7DK",
        floor_area=196.0, land_area=520.0, built_year=1954, repair="large", parking="納屋に2台", toilet="浄化槽（水洗）",
        snow="ひと冬に4回の雪下ろし。町の補助あり", neighbours="月1,000円。除雪は当番制",
    ),
    a_home(
        HIDA, "川音の聞こえる町なかの借家",
        (
            "古い町並みのはずれ。歩いて買い物に行けます。",
            "二階の窓から鯉の泳ぐ水路が見えます。壁は塗り直してよいことになっています（元に戻さなくて大丈夫です）。",
            "道が狭く、大きな車は入れません。",
        ),
        "history handy_town cycling", deal="rent", monthly_cost=35_000, public_address="古川町", layout="3DK",
        floor_area=71.0, built_year=1971, parking="歩いて4分の月極め（月3,500円）", internet="光回線を引ける", pets_ok=False,
        tenure="ordinary", station="飛騨古川駅", station_minutes=11,
    ),
    a_job(
        HIDA, "森の資料館で、薬草の加工を手伝う",
        (
            "乾かす、刻む、袋に入れる。季節の香りの中の仕事です。",
            "薬草を摘む日は山に入ります。覚えることは少しずつで大丈夫です。月8日から相談できます。",
            "花粉や草でかぶれやすい人は、先に相談してください。",
        ),
        ("fermentation ecology", "farm_work"), work="薬草の選別、乾燥、袋づめ。春と秋は採取の手伝い",
        workplace="町の薬草資料館", hours="9:00〜15:00", days_off="水曜・日曜", wage=1_100, recruiter="森の薬草会（架空）",
        hours_per_month=40, beginners_ok=True, capacity=2,
    ),
    an_event(
        HIDA, "雪おろし道場（体験と交流）",
        (
            "安全な雪下ろしを、地元の達人から習います。",
            "命綱の使い方から始めます。午後は、ひとり暮らしのお年寄りの家を3軒回ります。終わったら温泉へ。",
            "体力が要ります。雪が足りない年は、除雪の講習に替わります。",
        ),
        ("snow_country disaster welfare", ""), in_days=70, type="help", hours="8:30〜16:00", price=1_000, capacity=20,
        public_address="神岡町の公民館", organiser="木曽路ふたくらし舎（架空）", bring="防水の上着、長靴、着替え",
        insurance="参加費に含む", counts_as_activity=True, support="2回目からは宿代を半分補助",
    ),
    a_need(
        HIDA, "子どもの放課後に、木のおもちゃを一緒に作る人",
        (
            "月に1度、児童クラブで工作の時間を開きたいです。",
            "材料は地元の製材所がくれます。子どもは20人ほど。上手に作ることより、削る楽しさを伝えてください。",
            "刃物を使うので、事前の打ち合わせに1度来てください。",
        ),
        ("woodwork children teaching", "woodworking childcare"), domain="children",
        background="木の町なのに、木にさわる機会が減りました。", wanted="木工の好きな人。先生の経験は要りません。",
        frequency="第4金曜の15:30〜17:00", offers="材料、道具、ゲストハウス1泊", host="児童クラブの主任（見本）", capacity=2,
        min_days_per_month=1,
    ),
)  # fmt: skip
